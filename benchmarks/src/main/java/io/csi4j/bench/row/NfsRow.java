package io.csi4j.bench.row;

import io.csi4j.bench.figure.Chart;
import io.csi4j.bench.figure.Curves;
import io.csi4j.bench.figure.Goal;
import io.csi4j.bench.figure.Measure;
import io.csi4j.bench.program.MeasuredProgram;
import io.csi4j.bench.program.Side;
import io.csi4j.lab.NfsExport;
import io.csi4j.lab.NfsServer;
import io.csi4j.lab.Program;
import io.csi4j.sidecar.csi.ConnectOptions;
import io.csi4j.sidecar.csi.DriverAddress.UnixSocket;
import io.csi4j.sidecar.csi.DriverChannel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * CreateVolume and DeleteVolume of nfsplugin by gRPC on this machine against the lab's NFS server, the direct way. Upstream's
 * cannot do it here: it needs a kernel with NFS.
 */
final class NfsRow implements Row {
    private static final String PROGRAM = "nfsplugin";
    private static final List<Integer> CALLERS = List.of(1, 8, 32);
    private static final int FULL = 2_000;
    private static final int QUICK = 100;
    private static final double MOST_MILLIS = 10;
    private static final double MOST_MEGABYTES = 80;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Override
    public String name() {
        return "nfs-direct";
    }

    @Override
    public void measure(Ground ground, Samples samples) {
        int count = ground.scale().of(FULL, QUICK);
        samples.title(count + " CreateVolume, then as many DeleteVolume, the direct way; callers " + CALLERS);
        samples.chart(
                new Chart(name(), "How long a CreateVolume takes: " + samples.title(), "ms", "% of calls", List.of()));
        Path folder = ground.folder("nfs");
        Path exported = made(folder.resolve("exported"));
        Side ours = ground.sides().getFirst();
        try (NfsServer server = NfsServer.start(folder.resolve("server"), NfsExport.of("/share", exported));
                MeasuredProgram plugin = MeasuredProgram.start(
                        Program.plan(PROGRAM, ours.program(PROGRAM), folder.resolve("nfsplugin.log"))
                                .with("--nodeid=bench", "--endpoint=unix://" + folder.resolve("csi.sock"))
                                .with("--working-mount-dir=" + folder.resolve("mounts")));
                DriverChannel channel = DriverChannel.connect(
                        new UnixSocket(folder.resolve("csi.sock").toAbsolutePath()), ConnectOptions.standard())) {
            NfsCalls calls = new NfsCalls(channel.grpc(), "127.0.0.1", server.port());
            for (int round = 0; round <= ground.scale().rounds(); round++) {
                for (int callers : CALLERS) {
                    // The first round warms up: a plugin lives for months.
                    Samples kept = round == 0 ? new Samples() : samples;
                    ground.say("round " + round + ", " + callers + " callers");
                    String prefix = round + "-" + callers + "-";
                    Goal slowest = callers == 8 ? Goal.NONE : Goal.atMost(MOST_MILLIS);
                    NfsLoad create = NfsLoad.of("create", callers, count).withSlowest(slowest);
                    List<Double> created = create.run(kept, ours, i -> calls.create(prefix + i));
                    NfsLoad.of("delete", callers, count)
                            .withSlowest(slowest)
                            .run(kept, ours, i -> calls.delete(prefix + i));
                    kept.line(name(), new Chart.Line(callers + " callers", Curves.distribution(created)));
                }
            }
            double settled =
                    plugin.settledMemory(ground.scale().patience(PATIENCE)).resident();
            samples.add(ours, Measure.of("RSS after it, settled", "MB").must(Goal.atMost(MOST_MEGABYTES)), settled);
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
