package io.csi4j.provisioner.request;

import static io.csi4j.provisioner.Given.aClaim;
import static org.assertj.core.api.Assertions.assertThat;

import io.csi4j.controller.storage.Claim;
import io.csi4j.controller.storage.DataSource;
import io.csi4j.controller.storage.ObjectKey;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Contract 4.1 steps 2 and 4, 5.3 and 5.4. */
class ContentSourceTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
            field | group                   | kind                  | name | namespace | wanted
            own   | snapshot.storage.k8s.io | VolumeSnapshot        | s    |           | VolumeSnapshot team/s
            own   | snapshot.storage.k8s.io | VolumeSnapshot        | s    | other     | VolumeSnapshot team/s
            own   |                         | PersistentVolumeClaim | c    |           | PersistentVolumeClaim team/c
            own   | any.example.com         | PersistentVolumeClaim | c    |           | PersistentVolumeClaim team/c
            own   | example.com             | Recipe                | r    |           | FromPopulator[kind=Recipe]
            ref   | snapshot.storage.k8s.io | VolumeSnapshot        | s    |           | VolumeSnapshot team/s
            ref   | snapshot.storage.k8s.io | VolumeSnapshot        | s    | ''        | VolumeSnapshot team/s
            ref   | snapshot.storage.k8s.io | VolumeSnapshot        | s    | open      | VolumeSnapshot open/s
            ref   |                         | PersistentVolumeClaim | c    | open      | PersistentVolumeClaim open/c
            ref   | example.com             | Recipe                | r    |           | FromPopulator[kind=Recipe]
            ref   | example.com             | Recipe                | r    | open      | FromPopulator[kind=Recipe]
            """)
    void whatIsWantedIsFound(
            String field, @Nullable String group, String kind, String name, @Nullable String namespace, String wanted) {
        var claim = claim(field, new DataSource(group, kind, name, namespace));

        assertThat(ContentSource.of(claim, ContentSourceTest::open))
                .isInstanceOfSatisfying(
                        Step.Ready.class, ready -> assertThat(ready.value()).hasToString(wanted));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
            field | group                   | kind                  | name | namespace | why
            own   | snapshot.storage.k8s.io | VolumeSnapshot        | ''   |           | has no name
            own   | example.com             | Recipe                | ''   |           | has no name
            own   |                         | VolumeSnapshot        | s    |           | must be of API group
            own   | example.com             | VolumeSnapshot        | s    |           | must be of API group
            ref   | snapshot.storage.k8s.io | VolumeSnapshot        | s    | shut      | shut is closed
            ref   | example.com             | Recipe                | r    | shut      | shut is closed
            ref   | snapshot.storage.k8s.io | VolumeSnapshot        | ''   | shut      | shut is closed
            """)
    void whatCannotBeWantedIsFinal(
            String field, @Nullable String group, String kind, String name, @Nullable String namespace, String why) {
        var claim = claim(field, new DataSource(group, kind, name, namespace));

        assertThat(ContentSource.of(claim, ContentSourceTest::open))
                .isInstanceOfSatisfying(Step.Blocked.class, blocked -> {
                    assertThat(blocked.obstacle().message()).contains(why);
                    assertThat(blocked.obstacle().state()).isEqualTo(State.FINISHED);
                });
    }

    @Test
    void aClaimWithoutSourceWantsNothing() {
        assertThat(ContentSource.of(aClaim().build(), ContentSourceTest::open))
                .isEqualTo(Step.ready(new ContentSource.Nothing()));
    }

    @Test
    void theSourceGoesBeforeTheReference() {
        var claim = aClaim().from(new DataSource(null, "PersistentVolumeClaim", "c", null))
                .fromRef(new DataSource("example.com", "Recipe", "r", "shut"))
                .build();

        assertThat(ContentSource.of(claim, ContentSourceTest::open))
                .isEqualTo(Step.ready(new ContentSource.FromClaim(new ObjectKey("team", "c"))));
    }

    /** What the sweep must not touch, as contract 5.1 says. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
            field | group                   | kind           | namespace | named
            own   | snapshot.storage.k8s.io | VolumeSnapshot |           | VolumeSnapshot team/s
            own   |                         | VolumeSnapshot |           | VolumeSnapshot team/s
            own   | other.example.com       | VolumeSnapshot |           |
            ref   | snapshot.storage.k8s.io | VolumeSnapshot | other     | VolumeSnapshot other/s
            ref   | snapshot.storage.k8s.io | VolumeSnapshot |           | VolumeSnapshot team/s
            ref   | example.com             | Recipe         |           |
            """)
    void namedSourcesAreKeptEvenForClaimsThatAreRefused(
            String field, @Nullable String group, String kind, @Nullable String namespace, @Nullable String named) {
        var claim = claim(field, new DataSource(group, kind, "s", namespace));

        assertThat(ContentSource.named(claim).map(ContentSource::toString).orElse(null))
                .isEqualTo(named);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
            field | namespace | foreign
            own   | other     |
            ref   |           |
            ref   | team      |
            ref   | other     | other
            """)
    void onlyOtherNamespacesAreForeign(String field, @Nullable String namespace, @Nullable String foreign) {
        var claim = claim(field, new DataSource("example.com", "Recipe", "r", namespace));

        assertThat(ContentSource.foreignNamespace(claim).orElse(null)).isEqualTo(foreign);
    }

    private static Claim claim(String field, DataSource source) {
        return (field.equals("own") ? aClaim().from(source) : aClaim().fromRef(source)).build();
    }

    /** Every namespace but {@code shut} may be referred to. */
    private static Step<DataSource> open(DataSource source) {
        return "shut".equals(source.namespace()) ? Step.finished("shut is closed") : Step.ready(source);
    }
}
