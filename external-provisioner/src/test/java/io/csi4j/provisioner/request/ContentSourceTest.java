package io.csi4j.provisioner.request;

import static org.assertj.core.api.Assertions.assertThat;

import io.csi4j.controller.storage.DataSource;
import io.csi4j.provisioner.Given;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ContentSourceTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
            field | group                    | kind                  | name | namespace | populators
            own   | snapshot.storage.k8s.io  | VolumeSnapshot        | s    |           | false
            own   |                          | PersistentVolumeClaim | c    |           | false
            own   | example.com              | Recipe                | r    |           | true
            own   | example.com              | Recipe                | ''   |           | false
            ref   | example.com              | Recipe                | r    |           | true
            ref   | example.com              | Recipe                | r    | ''        | true
            ref   | example.com              | Recipe                | r    | elsewhere | false
            """)
    void otherKindsAreLeftToPopulators(
            String field,
            @Nullable String group,
            String kind,
            String name,
            @Nullable String namespace,
            boolean populators) {
        var source = new DataSource(group, kind, name, namespace);
        var claim = field.equals("own")
                ? Given.aClaim().from(source)
                : Given.aClaim().fromRef(source);

        assertThat(ContentSource.isPopulators(claim.build())).isEqualTo(populators);
    }

    @Test
    void aClaimWithoutSourceIsOurs() {
        assertThat(ContentSource.isPopulators(Given.aClaim().build())).isFalse();
    }

    @Test
    void theSourceGoesBeforeTheReference() {
        var claim = Given.aClaim()
                .from(new DataSource(null, "PersistentVolumeClaim", "c", null))
                .fromRef(new DataSource("example.com", "Recipe", "r", null))
                .build();

        assertThat(ContentSource.isPopulators(claim)).isFalse();
    }
}
