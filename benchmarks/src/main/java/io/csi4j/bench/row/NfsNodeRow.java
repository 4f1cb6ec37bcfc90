package io.csi4j.bench.row;

import io.csi4j.bench.cluster.Callers;
import io.csi4j.bench.figure.Goal;
import io.csi4j.bench.program.Side;
import io.csi4j.lab.NfsExport;
import io.csi4j.lab.NfsServer;
import io.csi4j.lab.NodeVm;
import io.csi4j.lab.NodeVmOptions;
import io.csi4j.lab.Ports;
import io.csi4j.sidecar.csi.ConnectOptions;
import io.csi4j.sidecar.csi.DriverAddress.TcpPort;
import io.csi4j.sidecar.csi.DriverChannel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * CreateVolume and DeleteVolume by gRPC of an nfsplugin that runs on the emulated node, where a kernel with NFS is; the
 * NFS server and the callers are on this machine.
 */
final class NfsNodeRow implements Row {
    private static final String PROGRAM = "nfsplugin";
    private static final int PLUGIN_PORT = 9_000;
    private static final String HOST_FROM_NODE = "10.0.2.2";
    private static final int FULL = 40;
    private static final int QUICK = 5;
    private static final int MOST_CALLERS = 8;
    private static final int WARM_SECONDS = 60;
    private static final int QUICK_WARM_SECONDS = 5;

    /** Where Debian's libnfs13 puts it. */
    private static final List<String> LIBRARY_FILES =
            List.of("/usr/lib/x86_64-linux-gnu/libnfs.so.13", "/usr/lib/x86_64-linux-gnu/libnfs.so.13.0.0");

    private static final Duration START_PATIENCE = Duration.ofMinutes(2);
    private static final Goal GOAL = Goal.atLeastPeer(20);

    @Override
    public String name() {
        return "nfs-node";
    }

    @Override
    public boolean isSlow() {
        return true;
    }

    @Override
    public void measure(Ground ground, Samples samples) {
        int count = ground.scale().of(FULL, QUICK);
        Duration warmth = Duration.ofSeconds(ground.scale().of(WARM_SECONDS, QUICK_WARM_SECONDS));
        samples.title(
                count + " CreateVolume, then as many DeleteVolume; nfsplugin on the emulated node; 1 and 8 callers; "
                        + warmth.toSeconds() + " s of the same before");
        Path folder = ground.folder("nfs-node");
        Path exported = folder.resolve("exported");
        int port = Ports.free();
        NodeVmOptions options = NodeVmOptions.standard()
                .withPrograms(programs(ground, folder.resolve("programs")))
                .withForward(port, PLUGIN_PORT);
        try (NfsServer server = NfsServer.start(folder.resolve("server"), NfsExport.of("/share", exported));
                NodeVm node = NodeVm.start(ground.cache(), ground.cluster().plane(), folder.resolve("node"), options)) {
            ground.say("waiting for the node");
            node.awaitReady();
            int[] run = {0};
            ground.rounds(ground.scale().rounds(), PROGRAM, side -> {
                String plugin = node.run(start(side)).strip();
                try (DriverChannel channel = DriverChannel.connect(
                        new TcpPort("127.0.0.1", port),
                        ConnectOptions.standard().within(START_PATIENCE))) {
                    NfsCalls calls = new NfsCalls(channel.grpc(), HOST_FROM_NODE, server.port());
                    String prefix = "r" + run[0]++ + "-";
                    warmUp(calls, prefix, warmth);
                    load(calls, samples, side, count, prefix);
                } finally {
                    node.run("kill " + plugin + "; while kill -0 " + plugin + " 2>/dev/null; do sleep 0.1; done");
                }
            });
        }
    }

    /** A plugin lives for months: each side works as long as the other, however much it does, before the clock runs. */
    private static void warmUp(NfsCalls calls, String prefix, Duration time) {
        long end = System.nanoTime() + time.toNanos();
        Callers.run(MOST_CALLERS, MOST_CALLERS, caller -> {
            for (int i = 0; System.nanoTime() - end < 0; i++) {
                String name = prefix + "warm-" + caller + "-" + i;
                calls.create(name);
                calls.delete(name);
            }
        });
    }

    private static void load(NfsCalls calls, Samples samples, Side side, int count, String prefix) {
        for (int callers : new int[] {1, MOST_CALLERS}) {
            String names = prefix + callers + "-";
            NfsLoad.of("create", callers, count).withRate(GOAL).run(samples, side, i -> calls.create(names + i));
            NfsLoad.of("delete", callers, count).withRate(GOAL).run(samples, side, i -> calls.delete(names + i));
        }
    }

    private static String start(Side side) {
        return "LD_LIBRARY_PATH=/opt/csi4j/" + side.name() + "/lib nohup /opt/csi4j/" + side.name() + "/bin/" + PROGRAM
                + " --nodeid=bench --endpoint=tcp://0.0.0.0:"
                + PLUGIN_PORT + " --working-mount-dir=/tmp/mounts >/tmp/" + side.name() + ".log 2>&1 </dev/null &\n"
                + "echo $!";
    }

    /** A folder a side with its plugin; ours with what the node itself has not: a JVM, and libnfs for the direct way. */
    private static Path programs(Ground ground, Path folder) {
        for (Side side : ground.sides()) {
            if (side.has(PROGRAM)) {
                Path place = folder.resolve(side.name());
                copy(side.program(PROGRAM), made(place.resolve("bin")));
                Path jars = side.folder().resolveSibling("lib");
                if (Files.isDirectory(jars)) {
                    copy(jars, place);
                    copy(Path.of(System.getProperty("java.home")), place.resolve("jre"));
                    LIBRARY_FILES.forEach(file -> copy(Path.of(file), place.resolve("lib")));
                }
            }
        }
        made(folder.resolveSibling("exported"));
        return folder;
    }

    /** Keeps times of change, since a start-up cache checks those of its jar. */
    private static void copy(Path from, Path to) {
        try {
            int code = new ProcessBuilder("cp", "-a", from.toString(), to.toString())
                    .inheritIO()
                    .start()
                    .waitFor();
            if (code != 0) {
                throw new IllegalStateException("cp -a " + from + " " + to + " ended with " + code);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while copying " + from, e);
        }
    }

    private static Path made(Path folder) {
        try {
            return Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
