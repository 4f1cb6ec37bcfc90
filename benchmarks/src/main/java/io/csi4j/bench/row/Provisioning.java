package io.csi4j.bench.row;

import io.csi4j.bench.cluster.Callers;
import io.csi4j.bench.cluster.Change;
import io.csi4j.bench.cluster.Cluster;
import io.csi4j.bench.cluster.Moments;
import io.csi4j.bench.cluster.Objects;
import io.csi4j.bench.cluster.Watching;
import io.csi4j.bench.program.MeasuredProgram;
import io.csi4j.bench.program.Side;
import io.csi4j.testkit.driver.DriverCall;
import io.csi4j.testkit.driver.FakeDriver;
import org.jspecify.annotations.Nullable;

/**
 * One side's provisioner at work in a namespace of its own: claims are created, and it is noted when each is Bound and
 * when each of the driver's volumes is gone. Mutable, one thread.
 */
final class Provisioning implements AutoCloseable {
    private static final int CALLERS = 16;

    private final Ground ground;
    private final Cluster cluster;
    private final Side side;
    private final FakeDriver driver;
    private final String namespace;
    private final String storageClass;
    private final Moments bound = new Moments();
    private final Moments gone = new Moments();
    private final Watching claims;
    private final Watching volumes;
    private @Nullable MeasuredProgram started;

    Provisioning(Ground ground, Cluster cluster, Side side) {
        this.ground = ground;
        this.cluster = cluster;
        this.side = side;
        driver = Controller.driverOf(side);
        namespace = cluster.freshNamespace();
        storageClass = namespace;
        cluster.api().create(Objects.storageClass(storageClass, side.driverName()));
        claims = cluster.api().watch(Objects.claimsOf(namespace), this::claimChanged);
        volumes = cluster.api().watch(Objects.volumes(), this::volumeChanged);
    }

    /** Starts the provisioner with further flags; the caller closes it. */
    MeasuredProgram start(String... flags) {
        return working(
                MeasuredProgram.start(Controller.plan(ground, cluster, side, Controller.PROVISIONER, driver.address())
                        .with(flags)));
    }

    /** From now on that program must be running while something is waited for. */
    MeasuredProgram working(MeasuredProgram program) {
        started = program;
        return program;
    }

    String address() {
        return driver.address();
    }

    /** When each claim was Bound, by name. */
    Moments bound() {
        return bound;
    }

    /** When each volume was gone, by name. */
    Moments gone() {
        return gone;
    }

    int deleteCalls() {
        return driver.calls(DriverCall.on("DeleteVolume")).size();
    }

    /** Creates claims {@code prefix-0} and so on, as fast as the API server takes them. */
    void create(String prefix, int count) {
        Callers.run(
                Math.min(count, CALLERS),
                count,
                i -> cluster.api().create(Objects.claim(namespace, prefix + "-" + i, storageClass, "")));
    }

    /** Deletes the claims. */
    void delete(String prefix, int count) {
        Callers.run(
                Math.min(count, CALLERS),
                count,
                i -> cluster.api().delete(Objects.claimsOf(namespace) + "/" + prefix + "-" + i));
    }

    /** Deletes all claims that there are. */
    void deleteAll() {
        cluster.api().delete(Objects.claimsOf(namespace));
    }

    /** Waits until so many claims in all have been Bound. */
    void awaitBound(int count) {
        ground.await("claims bound", bound, count, worker());
    }

    /** Waits until so many volumes in all have gone. */
    void awaitGone(int count) {
        ground.await("volumes gone", gone, count, worker());
    }

    private MeasuredProgram worker() {
        if (started == null) {
            throw new IllegalStateException("no provisioner was started");
        }
        return started;
    }

    private void claimChanged(Change change) {
        if (!change.isDeletion() && change.says("phase", "Bound")) {
            bound.mark(change.name());
        }
    }

    private void volumeChanged(Change change) {
        if (change.isDeletion() && change.says("driver", side.driverName())) {
            gone.mark(change.name());
        }
    }

    @Override
    public void close() {
        claims.close();
        volumes.close();
        driver.close();
    }
}
