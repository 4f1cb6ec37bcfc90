package io.csi4j.nfs.share;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.csi4j.nfs.share.ShareFault.Reason;
import io.csi4j.nfs.volumeid.Permissions;
import io.csi4j.nfs.volumeid.SharePath;
import io.csi4j.sidecar.launch.Ticker;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** What happens to the directories of volumes, whichever way leads into the share: contract 3.3 to 3.5. */
public interface VolumeDirectoriesContract {
    VolumeDirectories directories();

    ShareTarget target();

    /** The exported folder as this machine sees it. */
    Path folder();

    private static SharePath path(String text) {
        return SharePath.of(text).orElseThrow();
    }

    private static Budget budget() {
        return Budget.of(Duration.ofSeconds(60), Ticker.system());
    }

    private void make(String path) throws ShareFault {
        directories().make(target(), path(path), Permissions.LEFT_ALONE, budget());
    }

    private void remove(String path) throws ShareFault {
        directories().remove(target(), path(path), budget());
    }

    private void archive(String path, boolean replacing) throws ShareFault {
        directories().archive(target(), path(path), replacing, budget());
    }

    private void awaitSwept() throws InterruptedException {
        for (int i = 0; i < 600 && directories().isSweeping(); i++) {
            Ticker.system().pause(Duration.ofMillis(50));
        }
        assertThat(folder()).isDirectoryNotContaining("glob:**/.csi-nfs-trash*");
    }

    @Test
    default void aVolumeIsMadeWithItsParentsAndAgain() throws Exception {
        make("team/app");
        make("team/app");

        assertThat(folder().resolve("team/app")).isEmptyDirectory();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder().resolve("team/app"))))
                .isEqualTo("rwxr-xr-x");
    }

    @Test
    default void permissionsAreForTheVolumeAlone() throws Exception {
        directories().make(target(), path("modes/volume"), new Permissions(02770), budget());

        assertThat((int) Files.getAttribute(folder().resolve("modes/volume"), "unix:mode") & 07777)
                .isEqualTo(02770);
        assertThat((int) Files.getAttribute(folder().resolve("modes"), "unix:mode") & 07777)
                .isEqualTo(0755);
    }

    @Test
    default void permissionsOfAVolumeThatIsThereAreCorrected() throws Exception {
        make("corrected");

        directories().make(target(), path("corrected"), new Permissions(0700), budget());

        assertThat((int) Files.getAttribute(folder().resolve("corrected"), "unix:mode") & 07777)
                .isEqualTo(0700);
    }

    @Test
    default void aFileInTheWayIsNamed() throws Exception {
        Files.writeString(folder().resolve("in-the-way"), "x");

        assertThatThrownBy(() -> make("in-the-way")).hasMessageContaining("/in-the-way exists and is no directory");
    }

    @Test
    default void aRemovedVolumeIsGoneWithItsContentAndItsEmptyParents() throws Exception {
        make("ns/app/one");
        Files.createDirectories(folder().resolve("ns/app/one/a/b"));
        Files.writeString(folder().resolve("ns/app/one/a/file"), "x");

        remove("ns/app/one");

        assertThat(folder().resolve("ns")).doesNotExist();
        awaitSwept();
    }

    @Test
    default void aParentInUseStays() throws Exception {
        make("shared/one");
        make("shared/two");

        remove("shared/one");

        assertThat(folder().resolve("shared/two")).isDirectory();
        assertThat(folder().resolve("shared/one")).doesNotExist();
    }

    @Test
    default void removingAgainAndForEverIsNoFault() throws Exception {
        make("again/deep");

        remove("again/deep");
        remove("again/deep");
        remove("never/there/at/all");

        assertThat(folder().resolve("again")).doesNotExist();
    }

    @Test
    default void aLinkInPlaceOfAVolumeIsRemovedAndItsTargetStays() throws Exception {
        Path victim = Files.createDirectory(folder().resolve("link-victim"));
        Files.writeString(victim.resolve("precious"), "x");
        Files.createSymbolicLink(folder().resolve("link-volume"), victim);

        remove("link-volume");

        assertThat(folder().resolve("link-volume")).doesNotExist();
        assertThat(victim.resolve("precious")).exists();
    }

    @Test
    default void aLinkOnTheWayToAVolumeStopsTheRemoval() throws Exception {
        Files.createDirectories(folder().resolve("way-victim/volume"));
        Files.createSymbolicLink(folder().resolve("way"), Path.of("way-victim"));

        assertThatThrownBy(() -> remove("way/volume"))
                .isInstanceOfSatisfying(
                        ShareFault.class, fault -> assertThat(fault.reason()).isEqualTo(Reason.NOT_A_DIRECTORY));
        assertThat(folder().resolve("way-victim/volume")).isDirectory();
    }

    @Test
    default void anArchiveKeepsTheContentUnderItsNewName() throws Exception {
        make("kept");
        Files.writeString(folder().resolve("kept/file"), "x");

        archive("kept", false);
        archive("kept", false);

        assertThat(folder().resolve("kept")).doesNotExist();
        assertThat(folder().resolve("archived-kept/file")).exists();
    }

    @Test
    default void aNestedVolumeIsArchivedUnderItsRenamedFirstElement() throws Exception {
        make("outer/inner/volume");

        archive("outer/inner/volume", false);

        assertThat(folder().resolve("archived-outer/inner/volume")).isDirectory();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder().resolve("archived-outer"))))
                .isEqualTo("rwxr-xr-x");
    }

    @Test
    default void anOlderArchiveStopsTheNextUnlessItMayBeReplaced() throws Exception {
        make("twice");
        archive("twice", false);
        Files.writeString(folder().resolve("archived-twice/old"), "x");
        make("twice");

        assertThatThrownBy(() -> archive("twice", false))
                .hasMessageContaining("archive /archived-twice exists already");
        assertThat(folder().resolve("twice")).isDirectory();

        archive("twice", true);
        assertThat(folder().resolve("twice")).doesNotExist();
        assertThat(folder().resolve("archived-twice")).isEmptyDirectory();
    }

    @Test
    default void archivingWhatIsGoneLeavesAnOlderArchiveAlone() throws Exception {
        make("once");
        archive("once", true);

        archive("once", true);

        assertThat(folder().resolve("archived-once")).isDirectory();
    }

    @Test
    default void makingAndRemovingInOneParentAtTheSameTimeAllSucceed() throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < 32; i++) {
                String volume = "busy/parent/volume-" + i;
                all.add(threads.submit(() -> {
                    make(volume);
                    remove(volume);
                    return true;
                }));
            }
            for (Future<?> each : all) {
                assertThatCode(each::get).doesNotThrowAnyException();
            }
        }

        assertThat(folder().resolve("busy")).doesNotExist();
    }

    @Test
    default void ourOwnDirectoriesAreNoPlaceForAVolume() {
        for (String path :
                List.of(".csi-nfs-trash-1/volume", ".csi-nfs-trash-1", ".csi-nfs-work/volume", ".csi-nfs-work")) {
            assertThatThrownBy(() -> make(path)).hasMessageContaining("keeps for itself");
            assertThatThrownBy(() -> remove(path)).hasMessageContaining("keeps for itself");
        }
    }
}
