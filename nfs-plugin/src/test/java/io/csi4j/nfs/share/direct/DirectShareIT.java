package io.csi4j.nfs.share.direct;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.csi4j.lab.NfsExport;
import io.csi4j.lab.NfsServer;
import io.csi4j.nfs.content.ContentContract;
import io.csi4j.nfs.share.Budget;
import io.csi4j.nfs.share.MountOptions;
import io.csi4j.nfs.share.Share;
import io.csi4j.nfs.share.ShareContract;
import io.csi4j.nfs.share.ShareFault;
import io.csi4j.nfs.share.ShareFault.Reason;
import io.csi4j.nfs.share.ShareTarget;
import io.csi4j.nfs.share.ShareTreesContract;
import io.csi4j.nfs.volumeid.ShareAddress;
import io.csi4j.nfs.volumeid.SharePath;
import io.csi4j.sidecar.launch.Ticker;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The contract of a share on the direct way, against a real NFS server, and what is special to this way. */
class DirectShareIT implements ShareContract, ShareTreesContract, ContentContract {
    @TempDir
    static Path work;

    private static Path folder;
    private static NfsServer server;
    private static DirectWay way;

    @BeforeAll
    static void start() throws Exception {
        folder = Files.createDirectory(work.resolve("export"));
        server = NfsServer.start(work.resolve("server"), NfsExport.of("/share", folder));
        way = DirectWay.start(Ticker.system()).orElseThrow();
    }

    @AfterAll
    static void stop() {
        way.close();
        server.close();
    }

    @Override
    public DirectWay way() {
        return way;
    }

    @Override
    public ShareTarget target() {
        return target("127.0.0.1", server.port());
    }

    @Override
    public Path folder() {
        return folder;
    }

    private static ShareTarget target(String host, int port) {
        return new ShareTarget(ShareAddress.of(host, "share"), MountOptions.of(List.of("nfsvers=4.1,port=" + port)));
    }

    private static Budget seconds(int seconds) {
        return Budget.of(Duration.ofSeconds(seconds), Ticker.system());
    }

    private static SharePath path(String text) {
        return SharePath.of(text).orElseThrow();
    }

    private static Reason faultOf(ShareTarget target, Budget budget) {
        try (Share share = way.open(target, budget)) {
            throw new AssertionError("opened " + share);
        } catch (ShareFault fault) {
            return fault.reason();
        }
    }

    @Test
    void anExportThatIsNotThereIsAMissingShare() {
        var missing = new ShareTarget(ShareAddress.of("127.0.0.1", "/no/such/export"), target().options());

        assertThat(faultOf(missing, seconds(10))).isEqualTo(Reason.NO_SUCH_SHARE);
    }

    @Test
    void aNameIsResolved() throws Exception {
        try (Share share = way.open(target("localhost", server.port()), seconds(10))) {
            assertThat(share.look(path("nothing"))).isEmpty();
        }
    }

    @Test
    void aNameThatDoesNotResolveIsNoServer() {
        assertThat(faultOf(target("no-such-host.invalid", 2049), seconds(20))).isEqualTo(Reason.NO_SUCH_SERVER);
    }

    @Test
    void aPortNobodyListensOnIsUnreachable() throws Exception {
        int port;
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }

        assertThat(faultOf(target("127.0.0.1", port), seconds(10))).isEqualTo(Reason.UNREACHABLE);
    }

    @Test
    void aServerThatAcceptsButNeverAnswersIsUnreachableWithinTheBudget() throws Exception {
        try (var silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            assertThat(faultOf(target("127.0.0.1", silent.getLocalPort()), seconds(2)))
                    .isEqualTo(Reason.UNREACHABLE);
        }
    }

    @Test
    void aServerOfLaterVersionsOnlyNeedsTheKernel() throws Exception {
        Path other = Files.createDirectory(work.resolve("later"));
        try (NfsServer later = NfsServer.start(work.resolve("later-server"), "1,2", NfsExport.of("/share", other))) {
            assertThat(faultOf(target("127.0.0.1", later.port()), seconds(10))).isEqualTo(Reason.KERNEL_ONLY);
        }
    }

    @Test
    void anOpenShareSurvivesARestartOfItsServer() throws Exception {
        Path export = Files.createDirectory(work.resolve("restart"));
        try (NfsServer other = NfsServer.start(work.resolve("restart-server"), NfsExport.of("/share", export));
                Share share = way.open(target("127.0.0.1", other.port()), seconds(60))) {
            share.makeDirectory(path("before"), 0755);

            other.kill();
            other.start();
            share.makeDirectory(path("after"), 0755);

            assertThat(export.resolve("before")).isDirectory();
            assertThat(export.resolve("after")).isDirectory();
        }
    }

    @Test
    void aPausedServerHoldsUpNobodyElse() throws Exception {
        Path export = Files.createDirectory(work.resolve("paused"));
        try (NfsServer paused = NfsServer.start(work.resolve("paused-server"), NfsExport.of("/share", export));
                Share stuck = way.open(target("127.0.0.1", paused.port()), seconds(2))) {
            paused.pause();
            assertThatThrownBy(() -> stuck.makeDirectory(path("stuck"), 0755))
                    .isInstanceOfSatisfying(
                            ShareFault.class,
                            fault -> assertThat(fault.reason()).isEqualTo(Reason.TIMED_OUT));
            try (Share free = way.open(target(), seconds(10))) {
                assertThat(free.look(path("nothing"))).isEmpty();
            }

            paused.resume();
            try (Share again = way.open(target("127.0.0.1", paused.port()), seconds(10))) {
                assertThat(again.look(path("nothing"))).isEmpty();
            }
        }
    }

    @Test
    void manyThreadsShareOneConnection() throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Boolean>> made = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                String name = "parallel-" + i;
                made.add(threads.submit(() -> {
                    try (Share share = way.open(target(), seconds(30))) {
                        share.makeDirectory(path(name), 0755);
                        return share.look(path(name)).orElseThrow().isDirectory();
                    }
                }));
            }
            for (Future<Boolean> each : made) {
                assertThat(each.get()).isTrue();
            }
        }
    }

    @Test
    void namesThatAreNoTextAreRemoved() throws Exception {
        Path tree = Files.createDirectory(folder.resolve("bytes"));
        new ProcessBuilder("bash", "-c", "mkdir $'bad\\xff' && touch $'bad\\xff/\\xfe'")
                .directory(tree.toFile())
                .inheritIO()
                .start()
                .waitFor();
        assertThat(tree).isNotEmptyDirectory();

        try (Share share = way.open(target(), seconds(10))) {
            share.removeTree(path("bytes"));
        }

        assertThat(tree).doesNotExist();
    }
}
