package io.csi4j.lab;

/**
 * A VolumeSnapshot of namespace {@code default} with its content, written as the snapshot controller and csi-snapshotter
 * would; needs {@link SourceKinds}.
 */
public record PlayedSnapshot(Kubectl kubectl, String name) {
    private static final String NAMESPACE = "default";

    /**
     * Writes both objects, bound to each other and not ready to use.
     *
     * @param claim whose volume it is of
     * @param handle its id at the driver
     * @param restoreSize a quantity
     */
    public void create(String claim, String driver, String handle, String restoreSize) {
        kubectl.create("""
            apiVersion: snapshot.storage.k8s.io/v1
            kind: VolumeSnapshot
            metadata: {name: %s, namespace: default}
            spec: {source: {persistentVolumeClaimName: %s}}
            """.formatted(name, claim));
        String uid = kubectl.get(NAMESPACE, "volumesnapshot/" + name, "{.metadata.uid}");
        kubectl.create("""
            apiVersion: snapshot.storage.k8s.io/v1
            kind: VolumeSnapshotContent
            metadata: {name: content-%1$s}
            spec:
              driver: %2$s
              volumeSnapshotRef: {namespace: default, name: %1$s, uid: %3$s}
            """.formatted(name, driver, uid));
        patchStatus("volumesnapshotcontent/content-" + name, "{\"snapshotHandle\": \"" + handle + "\"}");
        patchStatus(
                "volumesnapshot/" + name,
                "{\"boundVolumeSnapshotContentName\": \"content-%s\", \"readyToUse\": false, \"restoreSize\": \"%s\"}"
                        .formatted(name, restoreSize));
    }

    public void makeReady() {
        patchStatus("volumesnapshot/" + name, "{\"readyToUse\": true}");
    }

    /** Deletes both, without waiting. */
    public void delete() {
        kubectl.delete(NAMESPACE, "volumesnapshot/" + name);
        kubectl.delete("", "volumesnapshotcontent/content-" + name);
    }

    private void patchStatus(String object, String status) {
        kubectl.run("patch", object, "--subresource=status", "--type=merge", "-p", "{\"status\": " + status + "}");
    }
}
