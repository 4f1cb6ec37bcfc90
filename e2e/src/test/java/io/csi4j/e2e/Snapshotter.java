package io.csi4j.e2e;

import io.csi4j.e2e.cluster.NfsInstallation;
import io.csi4j.lab.Kubectl;
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
        Snapshot taken = controller()
                .createSnapshot(CreateSnapshotRequest.newBuilder()
                        .setName("snapshot-" + name)
                        .setSourceVolumeId(kubectl.get("", "pv/" + volume, "{.spec.csi.volumeHandle}"))
                        .build())
                .getSnapshot();
        while (!taken.getReadyToUse()) {
            taken = controller()
                    .createSnapshot(CreateSnapshotRequest.newBuilder()
                            .setName("snapshot-" + name)
                            .setSourceVolumeId(taken.getSourceVolumeId())
                            .build())
                    .getSnapshot();
        }
        write(name, claim, taken);
        return taken.getSnapshotId();
    }

    void delete(String name, String id) {
        kubectl.delete("default", "volumesnapshot/" + name);
        kubectl.delete("", "volumesnapshotcontent/content-" + name);
        var _ = controller()
                .deleteSnapshot(
                        DeleteSnapshotRequest.newBuilder().setSnapshotId(id).build());
    }

    private void write(String name, String claim, Snapshot taken) {
        kubectl.create("""
            apiVersion: snapshot.storage.k8s.io/v1
            kind: VolumeSnapshot
            metadata: {name: %s, namespace: default}
            spec: {source: {persistentVolumeClaimName: %s}}
            """.formatted(name, claim));
        String uid = kubectl.get("default", "volumesnapshot/" + name, "{.metadata.uid}");
        kubectl.create("""
            apiVersion: snapshot.storage.k8s.io/v1
            kind: VolumeSnapshotContent
            metadata: {name: content-%1$s}
            spec:
              driver: %2$s
              volumeSnapshotRef: {namespace: default, name: %1$s, uid: %3$s}
            """.formatted(name, NfsInstallation.DRIVER, uid));
        patchStatus(
                "volumesnapshotcontent/content-" + name,
                "{\"snapshotHandle\": \"%s\"}".formatted(taken.getSnapshotId()));
        patchStatus(
                "volumesnapshot/" + name,
                "{\"boundVolumeSnapshotContentName\": \"content-%s\", \"readyToUse\": true, \"restoreSize\": \"%d\"}"
                        .formatted(name, taken.getSizeBytes()));
    }

    private void patchStatus(String object, String status) {
        kubectl.run("patch", object, "--subresource=status", "--type=merge", "-p", "{\"status\": " + status + "}");
    }

    private ControllerGrpc.ControllerBlockingStub controller() {
        return ControllerGrpc.newBlockingStub(driver.grpc()).withDeadlineAfter(DEADLINE);
    }

    @Override
    public void close() {
        driver.close();
    }
}
