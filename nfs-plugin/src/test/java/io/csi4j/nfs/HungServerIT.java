package io.csi4j.nfs;

import static org.assertj.core.api.Assertions.assertThat;

import io.csi4j.lab.NfsExport;
import io.csi4j.lab.NfsServer;
import io.csi4j.sidecar.launch.Ticker;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The hang test of the plugin: one of two NFS servers stops answering while both are under load. No figures of speed
 * are asserted, they are the machine's.
 */
@Timeout(240)
class HungServerIT {
    private static final int CALLERS = 24;
    private static final Duration DEADLINE = Duration.ofSeconds(6);
    /** Platform threads of this whole process that may come on top while a server hangs. */
    private static final int MORE_THREADS = 40;

    @TempDir
    Path work;

    private NfsServer hung;
    private NfsServer well;
    private NfsPlugin plugin;
    private PluginClient client;
    private volatile boolean isOver;

    @BeforeEach
    void start() throws Exception {
        hung = server("hung");
        well = server("well");
        plugin = NfsPlugin.start(PluginOptions.parse(
                "--endpoint=unix://" + work.resolve("csi.sock"), "--nodeid=n1", "--controller-share-access=direct"));
        client = new PluginClient(plugin.address());
    }

    private NfsServer server(String name) throws Exception {
        Path folder = Files.createDirectory(work.resolve(name));
        return NfsServer.start(work.resolve(name + "-server"), NfsExport.of("/share", folder));
    }

    @AfterEach
    void stop() {
        client.close();
        plugin.close();
        hung.close();
        well.close();
    }

    /** What came of the calls to one server. */
    private static final class Tally {
        private final ConcurrentHashMap<Code, AtomicInteger> codes = new ConcurrentHashMap<>();
        private final Queue<StatusRuntimeException> faults = new ConcurrentLinkedQueue<>();

        <T> void count(Callable<T> call) throws Exception {
            try {
                T _ = call.call();
                add(Code.OK);
            } catch (StatusRuntimeException e) {
                add(e.getStatus().getCode());
                faults.add(e);
            }
        }

        private void add(Code code) {
            codes.computeIfAbsent(code, key -> new AtomicInteger()).incrementAndGet();
        }

        int of(Code code) {
            return codes.getOrDefault(code, new AtomicInteger()).get();
        }
    }

    private Future<Boolean> load(ExecutorService threads, NfsServer server, String name, Tally tally) {
        return threads.submit(() -> {
            for (int i = 0; !isOver; i++) {
                String volume = "pvc-" + name + "-" + i;
                var create =
                        PluginClient.newVolume(volume, server.port(), Map.of()).build();
                tally.count(() -> client.controller(DEADLINE).createVolume(create));
                var snapshot = PluginClient.newSnapshot(
                        "snapshot-" + name + "-" + i, server.port(), "127.0.0.1#share#" + volume + "##");
                tally.count(() -> client.controller(DEADLINE).createSnapshot(snapshot));
            }
            return true;
        });
    }

    private static void await(Callable<Boolean> condition) throws Exception {
        while (!condition.call()) {
            Ticker.system().pause(Duration.ofMillis(50));
        }
    }

    @Test
    void aServerThatHangsUnderLoadHoldsUpNobodyElseAndNothingOutlivesItsDeadline() throws Exception {
        var before = new Tally();
        var ofHung = new Tally();
        var ofWell = new Tally();
        before.count(() -> client.create("pvc-warm-hung", hung.port(), Map.of()));
        before.count(() -> client.create("pvc-warm-well", well.port(), Map.of()));
        int threadsBefore = ManagementFactory.getThreadMXBean().getThreadCount();
        long childrenBefore = ProcessHandle.current().children().count();

        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Boolean>> callers = new ArrayList<>();
            hung.pause();
            for (int i = 0; i < CALLERS; i++) {
                callers.add(load(threads, hung, "hung-" + i, ofHung));
            }
            for (int i = 0; i < 2; i++) {
                callers.add(load(threads, well, "well-" + i, ofWell));
            }

            // Every caller of the hung server has had its answer twice.
            await(() -> ofHung.faults.size() >= 2 * CALLERS && ofWell.of(Code.OK) > 0);
            int threadsMeanwhile = ManagementFactory.getThreadMXBean().getThreadCount();
            long childrenMeanwhile = ProcessHandle.current().children().count();
            int okMeanwhile = ofHung.of(Code.OK);

            hung.resume();
            await(() -> ofHung.of(Code.OK) > CALLERS);
            isOver = true;
            for (Future<Boolean> caller : callers) {
                assertThat(caller.get()).isTrue();
            }

            assertThat(before.of(Code.OK)).isEqualTo(2);
            assertThat(okMeanwhile).isZero();
            assertThat(threadsMeanwhile).isLessThan(threadsBefore + MORE_THREADS);
            assertThat(childrenMeanwhile).isEqualTo(childrenBefore);
        }
        assertThat(ofWell.faults)
                .extracting(fault -> fault.getStatus().getCode())
                .isSubsetOf(Code.ABORTED);
        assertThat(ofHung.faults)
                .extracting(fault -> fault.getStatus().getCode())
                .isSubsetOf(Code.UNAVAILABLE, Code.DEADLINE_EXCEEDED, Code.ABORTED, Code.NOT_FOUND);
    }
}
