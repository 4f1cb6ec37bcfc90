package io.csi4j.provisioner.source;

import static io.csi4j.provisioner.Given.aClaim;
import static org.assertj.core.api.Assertions.assertThat;

import io.csi4j.controller.storage.Claim;
import io.csi4j.controller.storage.ClaimPhase;
import io.csi4j.controller.storage.DataSource;
import io.csi4j.controller.storage.ObjectKey;
import io.csi4j.controller.watch.Store;
import io.csi4j.provisioner.request.ContentSource;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who still copies from claim {@code team/src} and from snapshot {@code team/src} (contract 5.1 and 5.2). */
class UsageTest {
    private static final String SNAPSHOTS = "snapshot.storage.k8s.io";
    private static final ContentSource CLAIM = new ContentSource.FromClaim(new ObjectKey("team", "src"));
    private static final ContentSource SNAPSHOT = new ContentSource.FromSnapshot(new ObjectKey("team", "src"));

    private final Store<Claim> claims = Store.ofAll();
    private final Usage usage = new Usage(claims.index(Usage::terms), Stream::empty);

    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
            field | group                   | kind                  | name  | namespace | phase   | claim | snapshot
            own   |                         | PersistentVolumeClaim | src   |           | PENDING | true  | false
            own   |                         | PersistentVolumeClaim | src   |           | NONE    | true  | false
            own   |                         | PersistentVolumeClaim | src   |           | BOUND   | false | false
            own   |                         | PersistentVolumeClaim | src   |           | LOST    | false | false
            own   |                         | PersistentVolumeClaim | other |           | PENDING | false | false
            ref   |                         | PersistentVolumeClaim | src   |           | PENDING | true  | false
            ref   |                         | PersistentVolumeClaim | src   | team      | PENDING | true  | false
            ref   |                         | PersistentVolumeClaim | src   | other     | PENDING | false | false
            own   | snapshot.storage.k8s.io | VolumeSnapshot        | src   |           | PENDING | false | true
            own   |                         | VolumeSnapshot        | src   |           | PENDING | false | true
            own   | wrong.example.com       | VolumeSnapshot        | src   |           | PENDING | false | false
            own   | snapshot.storage.k8s.io | VolumeSnapshot        | src   |           | BOUND   | false | false
            ref   | snapshot.storage.k8s.io | VolumeSnapshot        | src   |           | PENDING | false | true
            ref   | snapshot.storage.k8s.io | VolumeSnapshot        | src   | other     | PENDING | false | false
            own   | example.com             | Recipe                | src   |           | PENDING | false | false
            """)
    void onlyPendingClaimsThatNameASourceNeedIt(
            String field,
            @Nullable String group,
            String kind,
            String name,
            @Nullable String namespace,
            ClaimPhase phase,
            boolean claim,
            boolean snapshot) {
        claims.put(copying(field, "copy", phase, new DataSource(group, kind, name, namespace)));

        assertThat(usage.isNeeded(CLAIM)).isEqualTo(claim);
        assertThat(usage.isNeeded(SNAPSHOT)).isEqualTo(snapshot);
    }

    @Test
    void oneOfManyIsEnough() {
        var source = new DataSource(SNAPSHOTS, "VolumeSnapshot", "src", null);
        claims.put(copying("own", "first", ClaimPhase.BOUND, source));
        claims.put(copying("own", "second", ClaimPhase.PENDING, source));

        assertThat(usage.isNeeded(SNAPSHOT)).isTrue();
        assertThat(usage.isNeededByOthers(SNAPSHOT, "uid-second")).isFalse();
        assertThat(usage.isNeededByOthers(SNAPSHOT, "uid-first")).isTrue();
    }

    @Test
    void withoutClaimsNothingIsNeeded() {
        assertThat(usage.isNeeded(SNAPSHOT)).isFalse();
        assertThat(usage.isWanted(SNAPSHOT)).isFalse();
    }

    @Test
    void aDeletedClaimWhoseCallMayStillRunNeedsItsSource() {
        var running =
                copying("own", "gone", ClaimPhase.PENDING, new DataSource(null, "PersistentVolumeClaim", "src", null));

        var busy = new Usage(claims.index(Usage::terms), () -> Stream.of(running));

        assertThat(busy.isNeeded(CLAIM)).isTrue();
        assertThat(busy.isNeeded(SNAPSHOT)).isFalse();
    }

    private static Claim copying(String field, String name, ClaimPhase phase, DataSource source) {
        var draft = aClaim().named(name).uid("uid-" + name);
        Claim claim = (field.equals("own") ? draft.from(source) : draft.fromRef(source)).build();
        var status = new Claim.Status(phase, null, null, null, List.of(), null, null);
        return new Claim(claim.meta(), claim.spec(), status);
    }
}
