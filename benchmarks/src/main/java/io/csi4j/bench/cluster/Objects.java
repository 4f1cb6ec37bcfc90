package io.csi4j.bench.cluster;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The objects of a measurement. Pure. */
public final class Objects {
    private static final String NAMESPACES = "/api/v1/namespaces";
    private static final String CLASSES = "/apis/storage.k8s.io/v1/storageclasses";
    private static final String CSI_NODES = "/apis/storage.k8s.io/v1/csinodes";
    private static final String NODES = "/api/v1/nodes";
    private static final int IMAGES = 30;
    private static final String VOLUMES = "/api/v1/persistentvolumes";
    private static final String ATTACHMENTS = "/apis/storage.k8s.io/v1/volumeattachments";

    private Objects() {}

    public static String claimsOf(String namespace) {
        return NAMESPACES + "/" + namespace + "/persistentvolumeclaims";
    }

    public static String volumes() {
        return VOLUMES;
    }

    public static String attachments() {
        return ATTACHMENTS;
    }

    public static ApiObject namespace(String name) {
        return new ApiObject(NAMESPACES, name, """
                {"apiVersion":"v1","kind":"Namespace","metadata":{"name":"%s"}}""".formatted(name));
    }

    /** A class of the driver whose volumes may grow, bound at once. */
    public static ApiObject storageClass(String name, String driver) {
        return new ApiObject(CLASSES, name, """
                {"apiVersion":"storage.k8s.io/v1","kind":"StorageClass","metadata":{"name":"%s"},"provisioner":"%s",\
                "allowVolumeExpansion":true,"reclaimPolicy":"Delete","volumeBindingMode":"Immediate"}""".formatted(name, driver));
    }

    /** A claim of 1 GiB; {@code volume} empty for one that is to be provisioned. */
    public static ApiObject claim(String namespace, String name, String storageClass, String volume) {
        String bound = volume.isEmpty() ? "" : ",\"volumeName\":\"" + volume + "\"";
        return new ApiObject(claimsOf(namespace), name, """
                {"apiVersion":"v1","kind":"PersistentVolumeClaim","metadata":{"name":"%s","namespace":"%s"},\
                "spec":{"accessModes":["ReadWriteOnce"],"storageClassName":"%s"%s,\
                "resources":{"requests":{"storage":"1Gi"}}}}""".formatted(name, namespace, storageClass, bound));
    }

    /** A volume of 1 GiB of that driver, meant for the claim of its own name; its handle is {@code volume-<name>}. */
    public static ApiObject volume(String name, String driver, String storageClass, String namespace) {
        return new ApiObject(VOLUMES, name, """
                {"apiVersion":"v1","kind":"PersistentVolume","metadata":{"name":"%1$s",\
                "annotations":{"pv.kubernetes.io/provisioned-by":"%2$s"}},\
                "spec":{"accessModes":["ReadWriteOnce"],"capacity":{"storage":"1Gi"},"storageClassName":"%3$s",\
                "persistentVolumeReclaimPolicy":"Retain","volumeMode":"Filesystem",\
                "claimRef":{"apiVersion":"v1","kind":"PersistentVolumeClaim","namespace":"%4$s","name":"%1$s"},\
                "csi":{"driver":"%2$s","volumeHandle":"volume-%1$s","fsType":"ext4",\
                "volumeAttributes":{"storage.kubernetes.io/csiProvisionerIdentity":"1700000000000-1234-%2$s"}}}}""".formatted(name, driver, storageClass, namespace));
    }

    /** A ready node with that label and thirty images, some 6 KiB of JSON. */
    public static ApiObject node(String name, String label, String value) {
        String images = IntStream.range(0, IMAGES)
                .mapToObj(i -> """
                        {"names":["registry.example.com/team-%1$d/service@sha256:%2$064x",\
                        "registry.example.com/team-%1$d/service:v1.%1$d"],"sizeBytes":%3$d}""".formatted(i, i, 50_000_000L + i))
                .collect(Collectors.joining(","));
        return new ApiObject(NODES, name, """
                {"apiVersion":"v1","kind":"Node","metadata":{"name":"%1$s","labels":{"%2$s":"%3$s",\
                "kubernetes.io/hostname":"%1$s","kubernetes.io/os":"linux","kubernetes.io/arch":"amd64"}},\
                "status":{"capacity":{"cpu":"8","memory":"32Gi","pods":"110"},\
                "conditions":[{"type":"Ready","status":"True","reason":"KubeletReady"}],\
                "images":[%4$s]}}""".formatted(name, label, value, images));
    }

    /** Says that the driver runs on the node of that name, which need not exist. */
    public static ApiObject csiNode(String node, String driver, String... topologyKeys) {
        String keys = Stream.of(topologyKeys).map(key -> '"' + key + '"').collect(Collectors.joining(","));
        return new ApiObject(CSI_NODES, node, """
                {"apiVersion":"storage.k8s.io/v1","kind":"CSINode","metadata":{"name":"%s"},\
                "spec":{"drivers":[{"name":"%s","nodeID":"fake-node","topologyKeys":[%s]}]}}""".formatted(node, driver, keys));
    }

    /** Asks for the volume on the node. */
    public static ApiObject attachment(String name, String driver, String volume, String node) {
        return new ApiObject(ATTACHMENTS, name, """
                {"apiVersion":"storage.k8s.io/v1","kind":"VolumeAttachment","metadata":{"name":"%s"},\
                "spec":{"attacher":"%s","nodeName":"%s","source":{"persistentVolumeName":"%s"}}}""".formatted(name, driver, node, volume));
    }
}
