package io.csi4j.nfs.share;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.csi4j.nfs.share.ShareFault.Reason;
import io.csi4j.nfs.tar.ArchiveStyle;
import io.csi4j.nfs.volumeid.SharePath;
import io.csi4j.sidecar.launch.Ticker;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What {@link Share} promises about files and whole trees, whichever way leads into it. */
public interface ShareTreesContract {
    Way way();

    ShareTarget target();

    /** The exported folder as this machine sees it. */
    Path folder();

    private Share open() throws ShareFault {
        return way().open(target(), Budget.ofJob(Duration.ofMinutes(1), Ticker.system()));
    }

    private static SharePath path(String text) {
        return SharePath.of(text).orElseThrow();
    }

    private static void bash(Path folder, String script) throws IOException, InterruptedException {
        Process bash = new ProcessBuilder("bash", "-euc", script)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        String output = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(bash.waitFor()).as(output).isZero();
    }

    /** One line for each file: type, mode, owner, links, size, time, name, target; sorted. */
    private static List<String> listing(Path tree, String time) throws IOException, InterruptedException {
        Process find = new ProcessBuilder("find", ".", "-printf", "%y %m %U:%G %n %s " + time + " %p %l\n")
                .directory(tree.toFile())
                .start();
        String all = new String(find.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        find.waitFor();
        // The size of a directory is the file system's own matter, and some servers set no times of links.
        return all.lines()
                .map(line -> line.replaceFirst("^(l \\S+ \\S+ \\d+ \\d+) \\S+", "$1"))
                .map(line -> line.replaceFirst("^(d \\S+ \\S+ \\d+) \\d+", "$1"))
                .sorted()
                .toList();
    }

    private static List<String> without(List<String> lines, List<String> others) {
        return lines.stream().filter(line -> !others.contains(line)).toList();
    }

    @Test
    default void aFileOfAnySizeComesBackAsItWasWritten() throws Exception {
        Files.createDirectory(folder().resolve("files"));
        for (int size : new int[] {0, 1, 131_072, 131_073, 1_000_000}) {
            byte[] bytes = new byte[size];
            new Random(size).nextBytes(bytes);
            SharePath file = path("files/" + size);
            try (Share share = open()) {
                try (FileTarget target = share.newFile(file)) {
                    target.content().write(bytes);
                    target.complete();
                }
                try (InputStream in = share.readFile(file)) {
                    assertThat(in.readAllBytes()).isEqualTo(bytes);
                }
                Found found = share.look(file).orElseThrow();
                assertThat(found.isFile()).isTrue();
                assertThat(found.size()).isEqualTo(size);
                assertThat(found.mode()).isEqualTo(0600);
            }
        }
    }

    @Test
    default void aNewFileReplacesAFileAndALinkButNotWhatTheLinkNames() throws Exception {
        Files.writeString(folder().resolve("victim-file"), "precious");
        Files.createSymbolicLink(folder().resolve("link-to-file"), Path.of("victim-file"));
        try (Share share = open()) {
            try (FileTarget target = share.newFile(path("link-to-file"))) {
                target.content().write('x');
                target.complete();
            }
        }

        assertThat(folder().resolve("victim-file")).hasContent("precious");
        assertThat(folder().resolve("link-to-file")).isRegularFile().hasContent("x");
        assertThat(Files.isSymbolicLink(folder().resolve("link-to-file"))).isFalse();
    }

    @Test
    default void whatIsNoFileIsNotRead() throws Exception {
        Files.createDirectory(folder().resolve("no-file"));
        Files.createSymbolicLink(folder().resolve("no-file/link"), Path.of("/nowhere"));
        try (Share share = open()) {
            for (String name : new String[] {"no-file", "no-file/link"}) {
                assertThatThrownBy(() -> share.readFile(path(name)))
                        .isInstanceOfSatisfying(
                                ShareFault.class,
                                fault -> assertThat(fault.reason()).isEqualTo(Reason.EXISTS));
            }
            assertThatThrownBy(() -> share.readFile(path("no-file/nothing")))
                    .isInstanceOfSatisfying(
                            ShareFault.class,
                            fault -> assertThat(fault.reason()).isEqualTo(Reason.ABSENT));
        }
    }

    /**
     * Everything a volume may hold, but sockets. Made beside the export and moved there: a server that looks at it
     * meanwhile keeps for a minute what it saw.
     */
    private Path variedTree(String name) throws Exception {
        Path tree = Files.createDirectory(folder().resolveSibling("making-" + name));
        bash(tree, """
                mkdir -p empty 'with space/ö' setgid
                printf hello > file; chmod 640 file; chown 1234:2345 file
                head -c 300000 /dev/urandom > big; chmod 4755 big; touch -d '2001-02-03 04:05:06.789' big
                : > nothing
                ln file 'with space/second'
                ln -s ../elsewhere link; ln -s /nowhere/at/all absolute; chown -h 77:88 link
                mkfifo pipe; mknod null c 1 3
                printf x > $'bad\\xff'
                n=$(printf 'n%.0s' $(seq 120)); mkdir $n; printf y > $n/$n
                d=deep; for i in $(seq 70); do d=$d/deep; done; mkdir -p $d; printf z > $d/leaf
                for i in $(seq 300); do : > many-files-with-a-long-name-$i; done
                chown 7:8 setgid; chmod 2775 setgid; touch -d '1999-12-31 23:59:59' setgid
                chmod 750 .; touch -d '2005-05-05 05:05:05' .
                """);
        return Files.move(tree, folder().resolve(name));
    }

    @ParameterizedTest
    @EnumSource(ArchiveStyle.class)
    default void aTreeComesBackWithAllItHad(ArchiveStyle style) throws Exception {
        Path tree = variedTree("packed-" + style);
        Path copy = Files.createDirectory(folder().resolve("unpacked-" + style));
        var archive = new ByteArrayOutputStream();
        try (Share share = open()) {
            share.packTree(path("packed-" + style), archive, style);
            share.unpackTree(path("unpacked-" + style), new ByteArrayInputStream(archive.toByteArray()));
        }

        if (!style.keepsHardLinks()) {
            bash(tree, "t=$(stat -c %y .); cp --remove-destination -a file 'with space/second'; touch -d \"$t\" .");
            bash(tree, "touch -r \"" + copy + "/with space\" 'with space'");
        }
        String time = style.keepsNanoseconds() ? "%T@" : "%Ts";
        assertThat(without(listing(copy, time), listing(tree, time))).isEmpty();
        assertThat(without(listing(tree, time), listing(copy, time))).isEmpty();
        bash(tree, "diff -r --no-dereference --exclude=pipe --exclude=null . '" + copy + "'");
    }

    @ParameterizedTest
    @EnumSource(ArchiveStyle.class)
    default void theCommandTarReadsAnArchive(ArchiveStyle style) throws Exception {
        Path tree = variedTree("for-tar-" + style);
        Path copy = Files.createDirectory(folder().resolve("by-tar-" + style));
        Path file = folder().resolve(style + ".tar");
        try (Share share = open();
                var archive = Files.newOutputStream(file)) {
            share.packTree(path("for-tar-" + style), archive, style);
        }

        bash(copy, "tar -xpf '" + file + "'");

        bash(tree, "diff -r --no-dereference --exclude=pipe --exclude=null . '" + copy + "'");
    }

    @Test
    default void anArchiveOfTheCommandTarIsUnpacked() throws Exception {
        Path tree = variedTree("by-command");
        for (String format : new String[] {"gnu", "posix", "ustar"}) {
            Path copy = Files.createDirectory(folder().resolve("from-" + format));
            Path file = folder().resolve(format + ".tar");
            bash(tree, "tar --format=" + format + " -cf '" + file + "' --exclude=./deep --exclude='./nnn*' .");
            try (Share share = open();
                    var archive = Files.newInputStream(file)) {
                share.unpackTree(path("from-" + format), archive);
            }
            bash(tree, "diff -r --no-dereference -x deep -x 'nnn*' -x pipe -x null . '" + copy + "'");
            assertThat(hardLinks(copy.resolve("file"))).isEqualTo(2);
        }
    }

    private static int hardLinks(Path file) throws IOException {
        return (int) Files.getAttribute(file, "unix:nlink", LinkOption.NOFOLLOW_LINKS);
    }

    @Test
    default void unpackingAgainReplacesFilesAndLinksAndKeepsTheRest() throws Exception {
        Path tree = variedTree("again");
        Path copy = Files.createDirectory(folder().resolve("again-copy"));
        Path outside = Files.createDirectory(folder().resolve("outside-again"));
        bash(
                copy,
                "printf old > file; ln -s '" + outside + "' 'with space'; mkdir keep; ln -s '" + outside
                        + "/x' nothing");
        var archive = new ByteArrayOutputStream();
        try (Share share = open()) {
            share.packTree(path("again"), archive, ArchiveStyle.LINKED);
            share.unpackTree(path("again-copy"), new ByteArrayInputStream(archive.toByteArray()));
            share.unpackTree(path("again-copy"), new ByteArrayInputStream(archive.toByteArray()));
        }

        assertThat(copy.resolve("keep")).isDirectory();
        assertThat(outside).isEmptyDirectory();
        bash(tree, "diff -r --no-dereference -x keep -x pipe -x null . '" + copy + "'");
    }

    @Test
    default void socketsAreLeftOutAndLinksOnTheWayAreNotFollowed() throws Exception {
        Path tree = Files.createDirectory(folder().resolve("with-socket"));
        Files.createDirectory(folder().resolve("socket-copy"));
        Files.createSymbolicLink(folder().resolve("link-to-tree"), Path.of("with-socket"));
        bash(tree, "python3 -c \"import socket; socket.socket(socket.AF_UNIX).bind('s')\"; printf x > file");
        var archive = new ByteArrayOutputStream();
        try (Share share = open()) {
            share.packTree(path("with-socket"), archive, ArchiveStyle.PORTABLE);
            share.unpackTree(path("socket-copy"), new ByteArrayInputStream(archive.toByteArray()));
            for (String name : new String[] {"link-to-tree", "link-to-tree/file"}) {
                assertThatThrownBy(() -> share.packTree(path(name), archive, ArchiveStyle.PORTABLE))
                        .isInstanceOfSatisfying(
                                ShareFault.class,
                                fault -> assertThat(fault.reason()).isEqualTo(Reason.NOT_A_DIRECTORY));
            }
        }

        assertThat(folder().resolve("socket-copy")).isDirectoryContaining("glob:**/file");
        assertThat(folder().resolve("socket-copy/s")).doesNotExist();
    }

    @Test
    default void anArchiveThatIsCutOffOrClimbsIsAFault() throws Exception {
        Path evil = Files.createDirectory(folder().resolve("evil"));
        Files.createDirectory(folder().resolve("evil-copy"));
        bash(evil, "printf x > ../escaped; tar -P -cf ../evil.tar ../escaped; rm ../escaped");
        bash(
                evil,
                "head -c 100000 /dev/zero > zero; tar -cf ../whole.tar zero; head -c 50000 ../whole.tar > ../cut.tar");
        bash(evil, "head -c 100864 ../whole.tar > ../no-end.tar");
        try (Share share = open()) {
            for (String name : new String[] {"evil.tar", "cut.tar", "no-end.tar"}) {
                byte[] archive = Files.readAllBytes(folder().resolve(name));
                assertThatThrownBy(() -> share.unpackTree(path("evil-copy"), new ByteArrayInputStream(archive)))
                        .as(name)
                        .isInstanceOfSatisfying(
                                ShareFault.class,
                                fault -> assertThat(fault.reason()).isEqualTo(Reason.OTHER));
            }
        }

        assertThat(folder().resolve("escaped")).doesNotExist();
    }
}
