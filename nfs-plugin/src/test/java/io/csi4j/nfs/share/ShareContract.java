package io.csi4j.nfs.share;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.csi4j.nfs.share.ShareFault.Reason;
import io.csi4j.nfs.volumeid.SharePath;
import io.csi4j.sidecar.launch.Ticker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/**
 * What {@link Share} promises, whichever way leads into it. A class that implements this runs all of it on one way.
 *
 * <p>The direct way runs it wherever nfs-ganesha is installed. The mounted way needs a kernel with an NFS client, which
 * build machines may lack, so there it runs on the VM node only.
 */
public interface ShareContract {
    Way way();

    ShareTarget target();

    /** The exported folder as this machine sees it. */
    Path folder();

    private Share open() throws ShareFault {
        return way().open(target(), Budget.of(Duration.ofSeconds(30), Ticker.system()));
    }

    private static SharePath path(String text) {
        return SharePath.of(text).orElseThrow();
    }

    private static void assertFault(Reason reason, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        ShareFault.class, fault -> assertThat(fault.reason()).isEqualTo(reason));
    }

    @Test
    default void aNewDirectoryIsOnTheExportWithItsMode() throws Exception {
        try (Share share = open()) {
            share.makeDirectory(path("new"), 0755);

            assertThat(folder().resolve("new")).isDirectory();
            assertThat(modeOf(folder().resolve("new"))).isEqualTo(0755);
            assertThat(share.look(path("new")).orElseThrow().isDirectory()).isTrue();
        }
    }

    @Test
    default void whatIsThereIsNotMadeAgain() throws Exception {
        Files.createDirectory(folder().resolve("there"));
        try (Share share = open()) {
            assertFault(Reason.EXISTS, () -> share.makeDirectory(path("there"), 0755));
        }
    }

    @Test
    default void aDirectoryIsMadeOnlyInOneThatIsThere() throws Exception {
        try (Share share = open()) {
            assertFault(Reason.ABSENT, () -> share.makeDirectory(path("nowhere/new"), 0755));
        }
    }

    @Test
    default void nothingThereIsNoFaultWhenLooking() throws Exception {
        try (Share share = open()) {
            assertThat(share.look(path("nothing"))).isEmpty();
            assertThat(share.look(path("nothing/at/all"))).isEmpty();
        }
    }

    @Test
    default void setgidAndStickyBitsAreSet() throws Exception {
        Files.createDirectory(folder().resolve("mode"));
        try (Share share = open()) {
            share.setMode(path("mode"), 03770);

            assertThat(modeOf(folder().resolve("mode"))).isEqualTo(03770);
            assertThat(share.look(path("mode")).orElseThrow().mode()).isEqualTo(03770);
        }
    }

    @Test
    default void aLinkIsSeenAndNeverFollowed() throws Exception {
        Path victim = Files.createDirectory(folder().resolve("victim"));
        Files.writeString(victim.resolve("precious"), "x");
        Files.createSymbolicLink(folder().resolve("link"), Path.of("victim"));
        try (Share share = open()) {
            assertThat(share.look(path("link")).orElseThrow().kind()).isEqualTo(Found.Kind.LINK);
            assertFault(Reason.NOT_A_DIRECTORY, () -> share.look(path("link/precious")));
            assertFault(Reason.NOT_A_DIRECTORY, () -> share.makeDirectory(path("link/new"), 0755));
            assertFault(Reason.NOT_A_DIRECTORY, () -> share.move(path("link/precious"), path("stolen")));
            assertFault(Reason.NOT_A_DIRECTORY, () -> share.removeTree(path("link/precious")));
            assertFault(Reason.NOT_A_DIRECTORY, () -> share.removeDirectory(path("link")));
            share.removeTree(path("link"));
        }

        assertThat(victim.resolve("precious")).exists();
        assertThat(folder().resolve("link")).doesNotExist();
    }

    @Test
    default void movingKeepsTheContentAndTheNumber() throws Exception {
        Files.createDirectories(folder().resolve("from/a"));
        Files.createDirectories(folder().resolve("into"));
        try (Share share = open()) {
            long number = share.look(path("from")).orElseThrow().number();

            share.move(path("from"), path("into/to"));

            assertThat(folder().resolve("into/to/a")).isDirectory();
            assertThat(folder().resolve("from")).doesNotExist();
            assertThat(share.look(path("into/to")).orElseThrow().number()).isEqualTo(number);
        }
    }

    @Test
    default void movingOntoAFullDirectoryOrFromNothingIsAFault() throws Exception {
        Files.createDirectories(folder().resolve("source"));
        Files.createDirectories(folder().resolve("full/child"));
        try (Share share = open()) {
            assertThatThrownBy(() -> share.move(path("source"), path("full")))
                    .isInstanceOfSatisfying(
                            ShareFault.class,
                            fault -> assertThat(fault.reason()).isIn(Reason.EXISTS, Reason.NOT_EMPTY));
            assertFault(Reason.ABSENT, () -> share.move(path("gone"), path("elsewhere")));
        }
    }

    @Test
    default void onlyAnEmptyDirectoryIsRemovedAsOne() throws Exception {
        Files.createDirectories(folder().resolve("outer/inner"));
        Files.writeString(folder().resolve("file"), "x");
        try (Share share = open()) {
            assertFault(Reason.NOT_EMPTY, () -> share.removeDirectory(path("outer")));
            assertFault(Reason.NOT_A_DIRECTORY, () -> share.removeDirectory(path("file")));
            share.removeDirectory(path("outer/inner"));
            assertFault(Reason.ABSENT, () -> share.removeDirectory(path("outer/inner")));
        }

        assertThat(folder().resolve("outer")).isEmptyDirectory();
        assertThat(folder().resolve("file")).exists();
    }

    @Test
    default void aDeepAndWideTreeIsRemovedWithItsLinksButNotBehindThem() throws Exception {
        Path tree = Files.createDirectory(folder().resolve("tree"));
        Path deep = tree;
        for (int depth = 0; depth < 70; depth++) {
            deep = Files.createDirectory(deep.resolve("deep"));
        }
        Files.writeString(deep.resolve("leaf"), "x");
        for (int i = 0; i < 700; i++) {
            Files.writeString(tree.resolve("file-with-a-rather-long-name-" + i), "x");
        }
        Files.createDirectories(tree.resolve(".csi-nfs-lifted-1/x/y"));
        Files.createDirectories(tree.resolve("a/b/c/d"));
        Files.createDirectories(tree.resolve("ö/ü"));
        Path victim = Files.createDirectory(folder().resolve("behind"));
        Files.writeString(victim.resolve("precious"), "x");
        Files.createSymbolicLink(tree.resolve("a/b/link"), victim);

        try (Share share = open()) {
            share.removeTree(path("tree"));
            share.removeTree(path("tree"));
        }

        assertThat(tree).doesNotExist();
        assertThat(victim.resolve("precious")).exists();
    }

    @Test
    default void onlyWhatIsEmptyIsRemovedAtOnce() throws Exception {
        Files.createDirectories(folder().resolve("small/empty"));
        Files.createDirectories(folder().resolve("small/full/a"));
        Files.writeString(folder().resolve("small/file"), "x");
        Files.createSymbolicLink(folder().resolve("small/link"), folder().resolve("small/full"));
        try (Share share = open()) {
            assertThat(share.removeIfEmpty(path("small/empty"))).isTrue();
            assertThat(share.removeIfEmpty(path("small/file"))).isTrue();
            assertThat(share.removeIfEmpty(path("small/link"))).isTrue();
            assertThat(share.removeIfEmpty(path("small/absent"))).isTrue();
            assertThat(share.removeIfEmpty(path("absent/absent"))).isTrue();
            assertThat(share.removeIfEmpty(path("small/full"))).isFalse();
        }

        assertThat(folder().resolve("small")).isDirectoryContaining(path -> path.endsWith("full"));
        assertThat(folder().resolve("small/full/a")).isDirectory();
    }

    @Test
    default void emptyDirectoriesGoUpwardsAsFarAsTheyAreEmpty() throws Exception {
        Files.createDirectories(folder().resolve("up/a/b/c"));
        Files.createDirectories(folder().resolve("up/d"));
        Files.writeString(folder().resolve("up/file"), "x");
        try (Share share = open()) {
            share.removeEmptyUpwards(path("up/a/b/c"));
            share.removeEmptyUpwards(path("up/d/gone/for/long"));
            share.removeEmptyUpwards(path("never/there"));
        }

        assertThat(folder().resolve("up")).isDirectoryContaining(path -> path.endsWith("file"));
        assertThat(folder().resolve("up").toFile().list()).hasSize(1);
    }

    @Test
    default void whatIsNoEmptyDirectoryStaysWithAllAboveIt() throws Exception {
        Files.createDirectories(folder().resolve("stay/full/a"));
        Files.createDirectories(folder().resolve("stay/with-file"));
        Files.writeString(folder().resolve("stay/with-file/file"), "x");
        Files.createDirectories(folder().resolve("stay/with-link"));
        Files.createSymbolicLink(folder().resolve("stay/with-link/link"), Path.of("../full/a"));
        try (Share share = open()) {
            share.removeEmptyUpwards(path("stay/full"));
            share.removeEmptyUpwards(path("stay/with-file/file"));
            share.removeEmptyUpwards(path("stay/with-link/link"));
            share.removeEmptyUpwards(path("stay/with-link/link/x"));
        }

        assertThat(folder().resolve("stay/full/a")).isDirectory();
        assertThat(folder().resolve("stay/with-file/file")).exists();
        assertThat(folder().resolve("stay/with-link/link")).isSymbolicLink();
    }

    @Test
    default void namesOfADirectoryAreListed() throws Exception {
        Files.createDirectories(folder().resolve("list/a"));
        Files.writeString(folder().resolve("list/b"), "x");
        try (Share share = open()) {
            assertThat(share.someNames(path("list"))).containsExactlyInAnyOrder("a", "b");
        }
    }

    @Test
    default void namesAtTheRootAreFoundByTheirBeginning() throws Exception {
        for (int i = 0; i < 300; i++) {
            Files.createDirectories(folder().resolve("other-" + i));
        }
        Files.createDirectories(folder().resolve("wanted-a"));
        Files.writeString(folder().resolve("wanted-*"), "x");
        Files.createDirectories(folder().resolve("not-wanted-b"));
        try (Share share = open()) {
            assertThat(share.rootNames("wanted-")).containsExactlyInAnyOrder("wanted-a", "wanted-*");
            assertThat(share.rootNames("missing-")).isEmpty();
        }
    }

    private static int modeOf(Path path) throws IOException {
        return (int) Files.getAttribute(path, "unix:mode", LinkOption.NOFOLLOW_LINKS) & 07777;
    }
}
