package io.csi4j.provisioner;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.csi4j.spec.v1.CreateVolumeRequest;
import io.csi4j.testkit.apiserver.FakeApiServer;
import io.csi4j.testkit.driver.DriverCall;
import java.util.List;
import java.util.function.Predicate;

/** Snapshots, claims to clone and grants in a fake API server, in namespace {@code team} unless another is named. */
record GivenSources(FakeApiServer api) {
    static final String CLONE_FINALIZER = "provisioner.storage.kubernetes.io/cloning-protection";
    static final String SNAPSHOT_FINALIZER = "provisioner.storage.kubernetes.io/volumesnapshot-as-source-protection";

    private static final String TEAM = "team";

    /** Further fields of a claim's spec, as {@link RunningProvisioner#createClaim} takes them. */
    static String fromSnapshot(String name) {
        return """
            , "dataSource": {"apiGroup": "snapshot.storage.k8s.io", "kind": "VolumeSnapshot", "name": "%s"}
            """.formatted(name);
    }

    static String fromClaim(String name) {
        return """
            , "dataSource": {"kind": "PersistentVolumeClaim", "name": "%s"}
            """.formatted(name);
    }

    static String fromClaimOf(String namespace, String name) {
        return """
            , "dataSourceRef": {"kind": "PersistentVolumeClaim", "name": "%s", "namespace": "%s"}
            """.formatted(name, namespace);
    }

    /** CreateVolume calls for the claim of that name, with {@code --extra-create-metadata}. */
    static Predicate<DriverCall> createOf(String claim) {
        return call -> call.request() instanceof CreateVolumeRequest request
                && claim.equals(request.getParametersOrDefault("csi.storage.k8s.io/pvc/name", ""));
    }

    /** A snapshot of the driver with its content. */
    void snapshot(String name, boolean ready) {
        String uid = api.create("""
            {"apiVersion": "snapshot.storage.k8s.io/v1", "kind": "VolumeSnapshot",
             "metadata": {"name": "%1$s", "namespace": "team"},
             "status": {"boundVolumeSnapshotContentName": "content-%1$s", "readyToUse": %2$s, "restoreSize": "1Gi"}}
            """.formatted(name, ready))
                .getAsJsonObject("metadata")
                .get("uid")
                .getAsString();
        api.create("""
            {"apiVersion": "snapshot.storage.k8s.io/v1", "kind": "VolumeSnapshotContent",
             "metadata": {"name": "content-%1$s"},
             "spec": {"driver": "%2$s",
               "volumeSnapshotRef": {"namespace": "team", "name": "%1$s", "uid": "%3$s"}},
             "status": {"snapshotHandle": "handle-%1$s"}}
            """.formatted(name, Given.DRIVER, uid));
    }

    void ready(String snapshot) {
        api.edit(
                "volumesnapshots",
                TEAM,
                snapshot,
                object -> object.getAsJsonObject("status").addProperty("readyToUse", true));
    }

    /** A claim with a volume of the driver; no provisioner is named on it, as on one bound by hand. */
    void boundClaim(String name, String volume) {
        boundClaim(TEAM, name, volume);
    }

    void boundClaim(String namespace, String name, String volume) {
        String uid = api.create("""
            {"apiVersion": "v1", "kind": "PersistentVolumeClaim",
             "metadata": {"name": "%s", "namespace": "%s"},
             "spec": {"accessModes": ["ReadWriteOnce"], "storageClassName": "slow", "volumeName": "%s",
               "resources": {"requests": {"storage": "1Gi"}}},
             "status": {"phase": "Bound"}}
            """.formatted(name, namespace, volume))
                .getAsJsonObject("metadata")
                .get("uid")
                .getAsString();
        api.create("""
            {"apiVersion": "v1", "kind": "PersistentVolume", "metadata": {"name": "%s"},
             "spec": {"claimRef": {"namespace": "%s", "name": "%s", "uid": "%s"},
               "persistentVolumeReclaimPolicy": "Retain",
               "csi": {"driver": "%s", "volumeHandle": "handle-%s"}},
             "status": {"phase": "Bound"}}
            """.formatted(volume, namespace, name, uid, Given.DRIVER, name));
    }

    void phase(String claim, String phase) {
        api.edit(
                "persistentvolumeclaims",
                TEAM,
                claim,
                object -> object.getAsJsonObject("status").addProperty("phase", phase));
    }

    /** A claim of another driver, with further fields of its spec. */
    void claimOfOthers(String name, String spec, String phase) {
        api.create("""
            {"apiVersion": "v1", "kind": "PersistentVolumeClaim",
             "metadata": {"name": "%s", "namespace": "team",
               "annotations": {"volume.kubernetes.io/storage-provisioner": "other.example.com"}},
             "spec": {"accessModes": ["ReadWriteOnce"], "storageClassName": "others"%s},
             "status": {"phase": "%s"}}
            """.formatted(name, spec, phase));
    }

    /** Lets claims of {@code team} refer to claims of that namespace. */
    void grantClaims(String namespace) {
        api.create("""
            {"apiVersion": "gateway.networking.k8s.io/v1beta1", "kind": "ReferenceGrant",
             "metadata": {"name": "copy", "namespace": "%s"},
             "spec": {"from": [{"group": "", "kind": "PersistentVolumeClaim", "namespace": "team"}],
               "to": [{"group": "", "kind": "PersistentVolumeClaim"}]}}
            """.formatted(namespace));
    }

    static void protect(JsonObject object, String asWhat) {
        setFinalizer(object, asWhat.equals("claim") ? CLONE_FINALIZER : SNAPSHOT_FINALIZER);
    }

    static void setFinalizer(JsonObject object, String finalizer) {
        var finalizers = new JsonArray();
        finalizers.add(finalizer);
        object.getAsJsonObject("metadata").add("finalizers", finalizers);
    }

    static void clearFinalizers(JsonObject object) {
        object.getAsJsonObject("metadata").remove("finalizers");
    }

    List<String> finalizers(String plural, String name) {
        return finalizers(plural, TEAM, name);
    }

    List<String> finalizers(String plural, String namespace, String name) {
        return finalizers(api.find(plural, namespace, name).orElseThrow());
    }

    void awaitFinalizers(String plural, String name, List<String> wanted) throws InterruptedException {
        api.await(plural, TEAM, name, object -> finalizers(object).equals(wanted));
    }

    private static List<String> finalizers(JsonObject object) {
        var list = object.getAsJsonObject("metadata").getAsJsonArray("finalizers");
        return list == null ? List.of() : RunningProvisioner.texts(list);
    }
}
