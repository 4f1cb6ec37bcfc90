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
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a volume costs its server: the compounds, each a round trip, that making and removing its directory takes. */
class DirectRoundTripsIT {
    @TempDir
    static Path work;

    private static NfsServer server;
    private static CountingWire wire;
    private static VolumeDirectories directories;

    @BeforeAll
    static void start() throws Exception {
        server = NfsServer.start(
                work.resolve("server"), NfsExport.of("/share", Files.createDirectory(work.resolve("export"))));
        wire = new CountingWire(server.port());
        DirectWay way = DirectWay.start(Ticker.system()).orElseThrow();
        directories = new VolumeDirectories(
                new Shares(Access.DIRECT, way, way),
                Ticker.system(),
                () -> UUID.randomUUID().toString());
        // The first use of a share asks for its root, and looks for what an earlier life left there.
        make("first", 0);
        while (directories.isSweeping()) {
            Ticker.system().pause(Duration.ofMillis(20));
        }
    }

    @AfterAll
    static void stop() throws Exception {
        directories.close();
        wire.close();
        server.close();
    }

    private static ShareTarget target() {
        return new ShareTarget(ShareAddress.of("127.0.0.1", "share"), MountOptions.of(List.of("port=" + wire.port())));
    }

    private static Budget budget() {
        return Budget.of(Duration.ofSeconds(60), Ticker.system());
    }

    private static SharePath path(String text) {
        return SharePath.of(text).orElseThrow();
    }

    private static void make(String directory, int mode) throws ShareFault {
        directories.make(target(), path(directory), new Permissions(mode), budget());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
        there before | volume           | mode | compounds
        ''           | flat             | 0    | 1
        again        | again            | 0    | 2
        ''           | mode             | 0770 | 2
        again-mode   | again-mode       | 0770 | 3
        same-mode    | same-mode        | 0755 | 2
        team         | team/app         | 0    | 1
        ''           | new-team/app     | 0    | 3
        a/b          | a/b/c/app        | 0    | 3
        ''           | x/y/z            | 0    | 5
        """)
    void makingAVolume(String before, String volume, String mode, int compounds) throws Exception {
        if (!before.isEmpty()) {
            make(before, 0);
        }
        wire.taken();

        make(volume, Integer.parseInt(mode, 8));

        assertThat(wire.taken()).isEqualTo(compounds);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
        there before         | volume        | compounds
        gone                 | gone          | 1
        ''                   | never         | 1
        ns/gone              | ns/gone       | 2
        k/l/m/gone           | k/l/m/gone    | 2
        used/stays,used/gone | used/gone     | 2
        ''                   | no/such/place | 3
        """)
    void removingAnEmptyVolume(String before, String volume, int compounds) throws Exception {
        for (String directory : before.isEmpty() ? new String[0] : before.split(",")) {
            make(directory, 0);
        }
        wire.taken();

        directories.remove(target(), path(volume), budget());

        assertThat(wire.taken()).isEqualTo(compounds);
    }
}
