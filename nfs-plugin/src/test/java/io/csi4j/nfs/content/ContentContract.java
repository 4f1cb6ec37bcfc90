package io.csi4j.nfs.content;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.csi4j.nfs.share.Access;
import io.csi4j.nfs.share.Budget;
import io.csi4j.nfs.share.ShareFault;
import io.csi4j.nfs.share.ShareFault.Reason;
import io.csi4j.nfs.share.ShareTarget;
import io.csi4j.nfs.share.Shares;
import io.csi4j.nfs.share.VolumeDirectories;
import io.csi4j.nfs.share.Way;
import io.csi4j.nfs.tar.ArchiveStyle;
import io.csi4j.nfs.volumeid.NewVolume;
import io.csi4j.nfs.volumeid.Permissions;
import io.csi4j.nfs.volumeid.SharePath;
import io.csi4j.nfs.volumeid.SnapshotId;
import io.csi4j.nfs.volumeid.VolumeId;
import io.csi4j.sidecar.launch.Ticker;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What snapshots and fills promise, whichever way leads into the shares. */
public interface ContentContract {
    Way way();

    ShareTarget target();

    /** The exported folder as this machine sees it. */
    Path folder();

    /** The rooms on one way; closing them leaves the way open. */
    final class Rooms implements AutoCloseable {
        private final Workplace workplace;
        private final Snapshots snapshots;
        private final Fills fills;

        Rooms(Way way) {
            var shares = new Shares(Access.MOUNTED, way, way);
            var directories = new VolumeDirectories(
                    shares, Ticker.system(), () -> UUID.randomUUID().toString());
            workplace = new Workplace(
                    shares,
                    directories,
                    Ticker.system(),
                    () -> UUID.randomUUID().toString());
            snapshots = new Snapshots(workplace, ArchiveStyle.PORTABLE, true);
            fills = new Fills(workplace);
        }

        @Override
        public void close() {
            workplace.close();
        }
    }

    private static Budget budget() {
        return Budget.of(Duration.ofSeconds(60), Ticker.system());
    }

    private static SharePath path(String text) {
        return SharePath.of(text).orElseThrow();
    }

    private SnapshotId id(String name, String source) {
        return new SnapshotId(target().address().server(), "share", name, source);
    }

    private SnapshotPlan plan(String name, String source) {
        return new SnapshotPlan(id(name, source), new SnapshotPlan.Place(target(), path(source)), target());
    }

    private NewVolume volume(String name) {
        var id = new VolumeId(target().address().server(), "share", name, "", "");
        return new NewVolume(id, target().address(), path(name), Map.of(), new Permissions(02770));
    }

    private void volumeWith(String name, String content) throws Exception {
        Files.createDirectory(folder().resolve(name));
        Files.writeString(folder().resolve(name).resolve("file"), content);
    }

    @Test
    default void aSnapshotIsMadeOnceAndRestored() throws Exception {
        volumeWith("pvc-s", "hello");
        try (var rooms = new Rooms(way())) {
            Progress<StoredSnapshot> made = rooms.snapshots.create(plan("snap-1", "pvc-s"), budget());
            Progress<StoredSnapshot> again = rooms.snapshots.create(plan("snap-1", "pvc-s"), budget());
            var source = new Source.Snapshot("snap-1", id("snap-1", "pvc-s"), target());
            var filled = rooms.fills.fill("pvc-r", volume("pvc-r"), target(), source, budget());

            assertThat(made).isInstanceOf(Progress.Done.class);
            assertThat(again).isInstanceOf(Progress.Done.class);
            assertThat(filled).isInstanceOf(Progress.Done.class);
        }
        assertThat(folder().resolve("snap-1/pvc-s.tar.gz")).isRegularFile();
        assertThat(folder().resolve("pvc-r/file")).hasContent("hello");
        assertThat((int) Files.getAttribute(folder().resolve("pvc-r"), "unix:mode") & 07777)
                .isEqualTo(02770);
        assertThat(folder().resolve(".csi-nfs-work")).doesNotExist();
    }

    @Test
    default void aCloneIsFilledFromItsSource() throws Exception {
        volumeWith("pvc-c", "hello");
        try (var rooms = new Rooms(way())) {
            var source = new Source.Volume("pvc-c", new SnapshotPlan.Place(target(), path("pvc-c")));

            var filled = rooms.fills.fill("pvc-cc", volume("pvc-cc"), target(), source, budget());

            assertThat(filled).isInstanceOf(Progress.Done.class);
        }
        assertThat(folder().resolve("pvc-cc/file")).hasContent("hello");
        assertThat(folder().resolve(".csi-nfs-work")).doesNotExist();
    }

    @Test
    default void theRemainsOfAKilledLifeGoWithTheSameCallOrTheDelete() throws Exception {
        volumeWith("pvc-k", "hello");
        Files.createDirectories(folder().resolve(".csi-nfs-work/snapshot-snap-k"));
        Files.writeString(folder().resolve(".csi-nfs-work/snapshot-snap-k/half"), "half");
        Files.createDirectories(folder().resolve(".csi-nfs-work/snapshot-snap-never/half"));
        try (var rooms = new Rooms(way())) {
            var made = rooms.snapshots.create(plan("snap-k", "pvc-k"), budget());
            rooms.snapshots.delete(id("snap-never", "pvc-k"), target(), budget());

            assertThat(made).isInstanceOf(Progress.Done.class);
        }
        assertThat(folder().resolve("snap-k")).isDirectoryContaining("glob:**/pvc-k.tar.gz");
        assertThat(folder().resolve(".csi-nfs-work")).doesNotExist();
    }

    @Test
    default void anotherSourceUnderTheSameNameIsAConflict() throws Exception {
        volumeWith("pvc-a", "a");
        volumeWith("pvc-b", "b");
        try (var rooms = new Rooms(way())) {
            assertThat(rooms.snapshots.create(plan("snap-ab", "pvc-a"), budget()))
                    .isInstanceOf(Progress.Done.class);
            assertThat(rooms.snapshots.create(plan("snap-ab", "pvc-b"), budget()))
                    .isInstanceOf(Progress.Conflict.class);
            assertThatThrownBy(() -> rooms.snapshots.delete(id("snap-ab", "pvc-b"), target(), budget()))
                    .isInstanceOfSatisfying(
                            ShareFault.class,
                            fault -> assertThat(fault.reason()).isEqualTo(Reason.NOT_EMPTY));
        }
        assertThat(folder().resolve("snap-ab/pvc-a.tar.gz")).isRegularFile();
    }
}
