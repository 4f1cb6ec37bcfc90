package io.csi4j.e2e;

import io.csi4j.e2e.cluster.NfsInstallation;
import io.csi4j.lab.Eventually;
import io.csi4j.lab.Kubectl;
import io.csi4j.lab.PlayedSnapshot;
import io.csi4j.sidecar.csi.ConnectOptions;
import io.csi4j.sidecar.csi.DriverAddress.UnixSocket;
import io.csi4j.sidecar.csi.DriverChannel;
import io.csi4j.spec.v1.ControllerGrpc;
import io.csi4j.spec.v1.CreateSnapshotRequest;
import io.csi4j.spec.v1.DeleteSnapshotRequest;
import io.csi4j.spec.v1.Snapshot;
import java.time.Duration;

/**
 * Stands in for csi-snapshotter and its controller, which are not ours: asks the driver, and writes the objects that
 * those would write.
 */
final class Snapshotter implements AutoCloseable {
    private static final Duration DEADLINE = Duration.ofSeconds(60);

    private final Kubectl kubectl;
    private final DriverChannel driver;

    private Snapshotter(Kubectl kubectl, DriverChannel driver) {
        this.kubectl = kubectl;
        this.driver = driver;
    }

    static Snapshotter of(NfsInstallation installation) {
        return new Snapshotter(
                installation.kubectl(),
                DriverChannel.connect(new UnixSocket(installation.socket()), ConnectOptions.standard()));
    }

    /**
     * Takes a snapshot of the volume that the claim has, ready to use when this returns.
     *
     * @return its id at the driver
     */
    String take(String name, String claim) {
        String volume = kubectl.get("default", "pvc/" + claim, "{.spec.volumeName}");
        var request = CreateSnapshotRequest.newBuilder()
                .setName("snapshot-" + name)
                .setSourceVolumeId(kubectl.get("", "pv/" + volume, "{.spec.csi.volumeHandle}"))
                .build();
        Eventually.until(
                "snapshot " + name + " to be ready",
                DEADLINE,
                () -> controller().createSnapshot(request).getSnapshot().getReadyToUse());
        Snapshot taken = controller().createSnapshot(request).getSnapshot();
        PlayedSnapshot snapshot = new PlayedSnapshot(kubectl, name);
        snapshot.create(claim, NfsInstallation.DRIVER, taken.getSnapshotId(), Long.toString(taken.getSizeBytes()));
        snapshot.makeReady();
        return taken.getSnapshotId();
    }

    void delete(String name, String id) {
        new PlayedSnapshot(kubectl, name).delete();
        var _ = controller()
                .deleteSnapshot(
                        DeleteSnapshotRequest.newBuilder().setSnapshotId(id).build());
    }

    private ControllerGrpc.ControllerBlockingStub controller() {
        return ControllerGrpc.newBlockingStub(driver.grpc()).withDeadlineAfter(DEADLINE);
    }

    @Override
    public void close() {
        driver.close();
    }
}
