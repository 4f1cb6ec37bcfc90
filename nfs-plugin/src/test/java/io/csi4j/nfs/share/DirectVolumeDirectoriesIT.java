package io.csi4j.nfs.share;

import static org.assertj.core.api.Assertions.assertThat;

import io.csi4j.lab.NfsExport;
import io.csi4j.lab.NfsServer;
import io.csi4j.nfs.share.direct.DirectWay;
import io.csi4j.nfs.volumeid.Permissions;
import io.csi4j.nfs.volumeid.ShareAddress;
import io.csi4j.nfs.volumeid.SharePath;
import io.csi4j.sidecar.launch.Ticker;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectVolumeDirectoriesIT implements VolumeDirectoriesContract {
    @TempDir
    static Path work;

    private static Path folder;
    private static Path squashed;
    private static NfsServer server;
    private static VolumeDirectories directories;

    @BeforeAll
    static void start() throws Exception {
        folder = Files.createDirectory(work.resolve("export"));
        squashed = Files.createDirectory(work.resolve("squashed"));
        server = NfsServer.start(
                work.resolve("server"),
                NfsExport.of("/share", folder),
                NfsExport.of("/squashed", squashed).squashingRoot());
        directories = newDirectories();
    }

    private static VolumeDirectories newDirectories() {
        DirectWay way = DirectWay.start(Ticker.system()).orElseThrow();
        return new VolumeDirectories(
                new Shares(Access.DIRECT, way, way),
                Ticker.system(),
                () -> UUID.randomUUID().toString());
    }

    @AfterAll
    static void stop() {
        directories.close();
        server.close();
    }

    @Override
    public VolumeDirectories directories() {
        return directories;
    }

    @Override
    public ShareTarget target() {
        return target("share");
    }

    private static ShareTarget target(String export) {
        return new ShareTarget(ShareAddress.of("127.0.0.1", export), MountOptions.of(List.of("port=" + server.port())));
    }

    @Override
    public Path folder() {
        return folder;
    }

    private static Budget budget() {
        return Budget.of(Duration.ofSeconds(30), Ticker.system());
    }

    @Test
    void whatAnEarlierLifeLeftInTheTrashIsSweptAtTheFirstUse() throws Exception {
        Path trash = squashed.resolve(".csi-nfs-trash-1");
        Files.createDirectories(trash.resolve("left/a/b"));
        openToAll(squashed, trash, trash.resolve("left"), trash.resolve("left/a"), trash.resolve("left/a/b"));
        try (VolumeDirectories next = newDirectories()) {
            next.make(target("squashed"), SharePath.of("first").orElseThrow(), Permissions.LEFT_ALONE, budget());

            for (int i = 0; i < 200 && Files.exists(trash); i++) {
                Ticker.system().pause(Duration.ofMillis(50));
            }

            assertThat(trash).doesNotExist();
            assertThat(squashed.resolve("first")).isDirectory();
        }
    }

    @Test
    void aVolumeInAShareWhoseRootIsClosedToUsIsEmptiedInPlace() throws Exception {
        Path parent = Files.createDirectories(squashed.resolve("closed"));
        Path volume = Files.createDirectories(parent.resolve("volume"));
        Files.createDirectories(volume.resolve("a/b"));
        openToAll(parent, volume, volume.resolve("a"), volume.resolve("a/b"));
        Files.setPosixFilePermissions(squashed, PosixFilePermissions.fromString("rwxr-xr-x"));

        directories.remove(target("squashed"), SharePath.of("closed/volume").orElseThrow(), budget());

        assertThat(volume).doesNotExist();
        openToAll(squashed);
    }

    @Test
    void aModeThatCannotBeSetIsNoFault() throws Exception {
        Path ofRoot = Files.createDirectory(squashed.resolve("of-root"));
        Files.setPosixFilePermissions(ofRoot, PosixFilePermissions.fromString("rwxr-xr-x"));

        directories.make(target("squashed"), SharePath.of("of-root").orElseThrow(), new Permissions(0700), budget());

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(ofRoot)))
                .isEqualTo("rwxr-xr-x");
    }

    private static void openToAll(Path... paths) throws Exception {
        for (Path path : paths) {
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxrwxrwx"));
        }
    }
}
