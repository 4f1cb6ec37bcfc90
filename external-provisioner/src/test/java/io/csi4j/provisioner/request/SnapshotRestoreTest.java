package io.csi4j.provisioner.request;

import static io.csi4j.provisioner.Given.DRIVER;
import static io.csi4j.provisioner.Given.aClaim;
import static org.assertj.core.api.Assertions.assertThat;

import io.csi4j.controller.storage.Annotations;
import io.csi4j.controller.storage.Claim;
import io.csi4j.controller.storage.Finalizers;
import io.csi4j.controller.storage.Meta;
import io.csi4j.controller.storage.ObjectKey;
import io.csi4j.controller.storage.Quantity;
import io.csi4j.controller.storage.Snapshot;
import io.csi4j.controller.storage.SnapshotContent;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Contract 5.1. */
class SnapshotRestoreTest {
    private static final String UID = "snapshot-uid";

    @Test
    void aReadySnapshotIsRestoredByItsHandle() {
        var step = restore(aClaim().build()).from(snapshot(true, "1Gi"), content(DRIVER, UID, "team", "s", "handle"));

        assertThat(SecretsTest.ready(step).getSnapshot().getSnapshotId()).isEqualTo("handle");
        assertThat(SnapshotRestore.contentOf(snapshot(true, null))).isEqualTo(Step.ready("content"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
            driver        | uid          | namespace | name | handle | ready | why
            other.driver  | snapshot-uid | team      | s    | h      | true  | was taken by driver "other.driver"
            test          | wrong        | team      | s    | h      | true  | belongs to another snapshot
            test          | ''           | team      | s    | h      | true  | belongs to another snapshot
            test          | snapshot-uid | wrong     | s    | h      | true  | belongs to another snapshot
            test          | snapshot-uid | team      | x    | h      | true  | belongs to another snapshot
            test          | snapshot-uid | team      | s    |        | true  | has no handle
            test          | snapshot-uid | team      | s    | ''     | true  | has no handle
            test          | snapshot-uid | team      | s    | h      | false | not ready to use
            test          | snapshot-uid | team      | s    | h      |       | not ready to use
            """)
    void whatDoesNotFitWaits(
            String driver,
            String uid,
            String namespace,
            String name,
            @Nullable String handle,
            @Nullable Boolean ready,
            String why) {
        var content = content(driver.equals("test") ? DRIVER : driver, uid, namespace, name, handle);

        assertWaits(restore(aClaim().build()).from(snapshot(ready, null), content), why);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
            requested | restore size | fits  | is to grow
            1Gi       |              | true  | false
            1Gi       | 0            | true  | true
            1Gi       | 1Gi          | true  | false
            2Gi       | 1Gi          | true  | true
            1Gi       | 1073741825   | false | false
                      | 1            | false | false
            """)
    void theClaimIsAtLeastAsLargeAsTheSnapshotNeeds(
            @Nullable String requested, @Nullable String restoreSize, boolean fits, boolean toGrow) {
        var claim = aClaim().requesting(requested).build();
        assertThat(restore(claim).isToGrow(snapshot(true, restoreSize))).isEqualTo(toGrow);

        var step = restore(claim).from(snapshot(true, restoreSize), content(DRIVER, UID, "team", "s", "h"));

        if (fits) {
            assertThat(step).isInstanceOf(Step.Ready.class);
        } else {
            assertWaits(step, "the snapshot needs");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
            flag  | claim      | source     | annotation | fits
            true  | Filesystem | Filesystem |            | true
            true  | Block      | Block      |            | true
            true  |            | Block      |            | true
            true  | Block      |            |            | true
            true  | Block      | Filesystem |            | false
            true  | Filesystem | Block      |            | false
            true  | Filesystem | Block      | true       | true
            true  | Filesystem | Block      | 1          | true
            true  | Filesystem | Block      | false      | false
            true  | Filesystem | Block      | yes        | false
            false | Filesystem | Block      |            | true
            """)
    void theVolumeModeChangesOnlyWherePermitted(
            boolean flag, @Nullable String mode, @Nullable String source, @Nullable String annotation, boolean fits) {
        var claim = mode == null ? aClaim() : mode.equals("Block") ? aClaim().block() : aClaim().filesystem();
        Map<String, String> annotations =
                annotation == null ? Map.of() : Map.of(Annotations.ALLOW_VOLUME_MODE_CHANGE, annotation);
        var content = new SnapshotContent(
                Meta.ofNew(ObjectKey.cluster("content")).withAnnotations(annotations),
                DRIVER,
                new ObjectKey("team", "s"),
                UID,
                source,
                true,
                "h");

        var step = new SnapshotRestore(claim.build(), DRIVER, flag).from(snapshot(true, null), content);

        if (fits) {
            assertThat(step).isInstanceOf(Step.Ready.class);
        } else {
            assertWaits(step, "modifies the mode of the source volume but does not have permission to do so");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
            deleting | finalizer | content | why
            true     |           | content | is being deleted
            true     | other     | content | is being deleted
            true     | ours      | content |
            false    |           |         | has no content yet
            false    |           | ''      | has no content yet
            """)
    void aSnapshotOnItsWayOutServesOnlyWhoBeganBefore(
            boolean deleting, @Nullable String finalizer, @Nullable String content, @Nullable String why) {
        List<String> finalizers =
                finalizer == null ? List.of() : List.of(finalizer.replace("ours", Finalizers.SNAPSHOT_SOURCE));
        var meta = new Meta(new ObjectKey("team", "s"), UID, "5", deleting, Map.of(), finalizers);

        var step = SnapshotRestore.contentOf(new Snapshot(meta, content, true, null));

        if (why == null) {
            assertThat(step).isEqualTo(Step.ready("content"));
        } else {
            assertWaits(step, why);
        }
    }

    private static SnapshotRestore restore(Claim claim) {
        return new SnapshotRestore(claim, DRIVER, true);
    }

    private static Snapshot snapshot(@Nullable Boolean ready, @Nullable String restoreSize) {
        var meta = new Meta(new ObjectKey("team", "s"), UID, "5", false, Map.of(), List.of());
        Quantity size = restoreSize == null ? null : Quantity.parse(restoreSize).orElseThrow();
        return new Snapshot(meta, "content", ready, size);
    }

    private static SnapshotContent content(
            String driver, String uid, String namespace, String name, @Nullable String handle) {
        var meta = Meta.ofNew(ObjectKey.cluster("content"));
        return new SnapshotContent(meta, driver, new ObjectKey(namespace, name), uid, null, handle != null, handle);
    }

    private static void assertWaits(Step<?> step, String why) {
        assertThat(step).isInstanceOfSatisfying(Step.Blocked.class, blocked -> {
            assertThat(blocked.obstacle().message()).contains(why);
            assertThat(blocked.obstacle().state()).isEqualTo(State.NO_CHANGE);
        });
    }
}
