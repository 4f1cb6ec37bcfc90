package io.csi4j.bench.row;

import io.csi4j.bench.cluster.ApiClient;
import io.csi4j.bench.cluster.Callers;
import io.csi4j.bench.cluster.Change;
import io.csi4j.bench.cluster.Cluster;
import io.csi4j.bench.cluster.Moments;
import io.csi4j.bench.cluster.Objects;
import io.csi4j.bench.cluster.Watching;
import io.csi4j.bench.cluster.Writes;
import io.csi4j.bench.figure.Chart;
import io.csi4j.bench.figure.Curves;
import io.csi4j.bench.figure.Goal;
import io.csi4j.bench.figure.Measure;
import io.csi4j.bench.program.MeasuredProgram;
import io.csi4j.bench.program.Side;
import io.csi4j.testkit.driver.FakeDriver;
import java.util.List;
import java.util.function.IntConsumer;

/** VolumeAttachments created at once on a running attacher, each of a volume of its own, then deleted at once. */
final class AttachmentsRow implements Row {
    private static final int FULL = 2_000;
    private static final int QUICK = 100;
    private static final int CALLERS = 16;
    private static final String[] LIFTED = {"--kube-api-qps=2000", "--kube-api-burst=2000", "--worker-threads=100"};
    private static final Measure ATTACHED = Measure.of("attached", "/s").must(Goal.atLeastPeer(1));
    private static final Measure DETACHED = Measure.of("detached", "/s").must(Goal.atLeastPeer(1));
    private static final Measure ATTACH_WRITES = Measure.of("writes an attachment", "");
    private static final Measure DETACH_WRITES = Measure.of("writes a detachment", "");
    private static final Measure CPU = Measure.of("CPU, attach and detach", "s");
    private static final Measure RESIDENT = Measure.of("RSS after it", "MB");

    @Override
    public String name() {
        return "attachments";
    }

    @Override
    public void measure(Ground ground, Samples samples) {
        int count = ground.scale().of(FULL, QUICK);
        samples.title(count + " VolumeAttachments created, then deleted; flags " + List.of(LIFTED));
        samples.chart(new Chart(
                name(), "Attached: " + samples.title(), "s since the first was created", "attachments/s", List.of()));
        try (Cluster cluster = ground.freshCluster()) {
            prepare(cluster.api(), ground, count);
            ground.rounds(ground.scale().rounds(), Controller.ATTACHER, side -> {
                try (FakeDriver driver = Controller.driverOf(side);
                        MeasuredProgram program = MeasuredProgram.start(
                                Controller.plan(ground, cluster, side, Controller.ATTACHER, driver.address())
                                        .with(LIFTED))) {
                    Volumes.addTo(driver, side.name(), count + 1);
                    new Attaching(ground, cluster, side, program, samples).run(count);
                    samples.add(side, CPU, program.cpuSeconds());
                    samples.add(side, RESIDENT, program.memory().resident());
                }
            });
        }
    }

    /** A node and volumes for each side; the last volume is for the attachment before the clock runs. */
    private static void prepare(ApiClient api, Ground ground, int count) {
        for (Side side : ground.sides()) {
            api.create(Objects.csiNode("node-of-" + side.name(), side.driverName()));
            Callers.run(
                    CALLERS,
                    count + 1,
                    i -> api.create(
                            Objects.volume(Volumes.name(side.name(), i), side.driverName(), "none", "default")));
        }
    }

    /** One round of one side. */
    private record Attaching(Ground ground, Cluster cluster, Side side, MeasuredProgram program, Samples samples) {
        void run(int count) {
            Moments attached = new Moments();
            Moments gone = new Moments();
            try (Watching _ = cluster.api().watch(Objects.attachments(), change -> note(change, attached, gone))) {
                create(count);
                ground.await("attached", attached, 1, program);
                delete(count);
                ground.await("detached", gone, 1, program);
                rate(ATTACHED, ATTACH_WRITES, attached, count, this::create);
                rate(DETACHED, DETACH_WRITES, gone, count, this::delete);
            }
        }

        private void note(Change change, Moments attached, Moments gone) {
            if (change.says("attacher", side.driverName())) {
                if (change.isDeletion()) {
                    gone.mark(change.name());
                } else if (change.saysBare("attached", "true")) {
                    attached.mark(change.name());
                }
            }
        }

        private void rate(Measure rate, Measure writes, Moments moments, int count, IntConsumer call) {
            long mark = cluster.mark();
            long start = System.nanoTime();
            Callers.run(CALLERS, count, call);
            ground.await(rate.label(), moments, count + 1, program);
            List<Double> seconds = moments.secondsSince(start).stream()
                    .filter(moment -> moment > 0)
                    .toList();
            samples.add(side, rate, ClaimsRow.rate(seconds));
            if (rate.equals(ATTACHED)) {
                samples.line("attachments", new Chart.Line(side.name(), Curves.rateOverTime(seconds)));
            }
            Writes written = cluster.writesSince(mark);
            samples.add(side, writes, (double) written.others() / count);
            ground.say(side.name() + " wrote " + written.byKind());
        }

        private void create(int index) {
            cluster.api()
                    .create(Objects.attachment(
                            attachment(index),
                            side.driverName(),
                            Volumes.name(side.name(), index),
                            "node-of-" + side.name()));
        }

        private void delete(int index) {
            cluster.api().delete(Objects.attachments() + "/" + attachment(index));
        }

        private String attachment(int index) {
            return "csi-" + side.name() + "-" + index;
        }
    }
}
