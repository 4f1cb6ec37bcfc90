package io.csi4j.provisioner.request;

import static io.csi4j.provisioner.Given.aClaim;
import static org.assertj.core.api.Assertions.assertThat;

import io.csi4j.controller.storage.DataSource;
import io.csi4j.controller.storage.Meta;
import io.csi4j.controller.storage.ObjectKey;
import io.csi4j.controller.storage.ReferenceGrant;
import io.csi4j.controller.storage.ReferenceGrant.From;
import io.csi4j.controller.storage.ReferenceGrant.To;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Contract 5.3: a claim of namespace {@code team} refers to {@code source} in namespace {@code shop}. */
class GrantsTest {
    private static final String CLAIM = "PersistentVolumeClaim";
    private static final String SNAPSHOT = "VolumeSnapshot";
    private static final String SNAPSHOTS = "snapshot.storage.k8s.io";
    private static final From CLAIMS_OF_TEAM = new From("", CLAIM, "team");

    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
            in    | from  | by                    | of    | to                      | kind                  | named  | ok
            shop  | ''    | PersistentVolumeClaim | team  | snapshot.storage.k8s.io | VolumeSnapshot        |        | true
            shop  | ''    | PersistentVolumeClaim | team  | snapshot.storage.k8s.io | VolumeSnapshot        | ''     | true
            shop  | ''    | PersistentVolumeClaim | team  | snapshot.storage.k8s.io | VolumeSnapshot        | source | true
            shop  | ''    | PersistentVolumeClaim | team  | snapshot.storage.k8s.io | VolumeSnapshot        | other  | false
            wrong | ''    | PersistentVolumeClaim | team  | snapshot.storage.k8s.io | VolumeSnapshot        |        | false
            shop  | wrong | PersistentVolumeClaim | team  | snapshot.storage.k8s.io | VolumeSnapshot        |        | false
            shop  | ''    | Wrong                 | team  | snapshot.storage.k8s.io | VolumeSnapshot        |        | false
            shop  | ''    | PersistentVolumeClaim | wrong | snapshot.storage.k8s.io | VolumeSnapshot        |        | false
            shop  | ''    | PersistentVolumeClaim | team  | wrong                   | VolumeSnapshot        |        | false
            shop  | ''    | PersistentVolumeClaim | team  | ''                      | VolumeSnapshot        |        | false
            shop  | ''    | PersistentVolumeClaim | team  | snapshot.storage.k8s.io | Wrong                 |        | false
            shop  | ''    | PersistentVolumeClaim | team  | ''                      | PersistentVolumeClaim |        | false
            """)
    void aGrantFitsInEveryPart(
            String in, String from, String by, String of, String to, String kind, @Nullable String named, boolean ok) {
        var grant = grant(in, List.of(new From(from, by, of)), List.of(new To(to, kind, named)));

        assertThat(isAllowed(new DataSource(SNAPSHOTS, SNAPSHOT, "source", "shop"), grant))
                .isEqualTo(ok);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
            group of the source     | kind                  | granted group           | granted kind          | ok
                                    | PersistentVolumeClaim | ''                      | PersistentVolumeClaim | true
            ''                      | PersistentVolumeClaim | ''                      | PersistentVolumeClaim | true
                                    | PersistentVolumeClaim | snapshot.storage.k8s.io | VolumeSnapshot        | false
            snapshot.storage.k8s.io | VolumeSnapshot        | ''                      | PersistentVolumeClaim | false
            example.com             | Recipe                | example.com             | Recipe                | true
            example.com             | Recipe                | example.org             | Recipe                | false
            """)
    void kindsAreComparedWithTheirGroups(
            @Nullable String group, String kind, String grantedGroup, String grantedKind, boolean ok) {
        var grant = grant("shop", List.of(CLAIMS_OF_TEAM), List.of(new To(grantedGroup, grantedKind, null)));

        assertThat(isAllowed(new DataSource(group, kind, "source", "shop"), grant))
                .isEqualTo(ok);
    }

    @Test
    void emptyListsAllowNothingAndOneFittingPairOfManyIsEnough() {
        var source = new DataSource(null, CLAIM, "source", "shop");
        var to = new To("", CLAIM, null);

        assertThat(isAllowed(source)).isFalse();
        assertThat(isAllowed(source, grant("shop", List.of(), List.of()))).isFalse();
        assertThat(isAllowed(source, grant("shop", List.of(CLAIMS_OF_TEAM), List.of())))
                .isFalse();
        assertThat(isAllowed(source, grant("shop", List.of(), List.of(to)))).isFalse();
        assertThat(isAllowed(
                        source,
                        grant("shop", List.of(), List.of()),
                        grant(
                                "shop",
                                List.of(new From("", CLAIM, "x"), CLAIMS_OF_TEAM),
                                List.of(new To("", "Other", null), to))))
                .isTrue();
    }

    @Test
    void oneNamespaceNeedsNoGrant() {
        assertThat(isAllowed(new DataSource(null, CLAIM, "source", "team"))).isTrue();
    }

    @Test
    void theRefusalNamesBothSidesAndIsFinal() {
        var step = Grants.check(aClaim().build(), new DataSource(null, CLAIM, "source", "shop"), List.of());

        assertThat(step).isInstanceOfSatisfying(Step.Blocked.class, blocked -> {
            assertThat(blocked.obstacle().state()).isEqualTo(State.FINISHED);
            assertThat(blocked.obstacle().message()).contains("team/data").contains(CLAIM + " shop/source");
        });
    }

    private static boolean isAllowed(DataSource source, ReferenceGrant... grants) {
        return Grants.check(aClaim().build(), source, Arrays.asList(grants)) instanceof Step.Ready;
    }

    private static ReferenceGrant grant(String namespace, List<From> from, List<To> to) {
        return new ReferenceGrant(Meta.ofNew(new ObjectKey(namespace, "grant")), from, to);
    }
}
