package io.csi4j.testkit.apiserver;

import java.util.ArrayList;
import java.util.List;

/**
 * One kind of object as the REST API knows it.
 *
 * @param groupVersion {@code v1} or {@code storage.k8s.io/v1}
 * @param plural the name in paths
 * @param hasStatus status is written through its own subresource only
 */
public record ResourceType(String groupVersion, String plural, String kind, boolean namespaced, boolean hasStatus) {
    /** Those every new server serves. */
    static List<ResourceType> known() {
        List<ResourceType> types = new ArrayList<>();
        types.add(new ResourceType("v1", "persistentvolumeclaims", "PersistentVolumeClaim", true, true));
        types.add(new ResourceType("v1", "persistentvolumes", "PersistentVolume", false, true));
        types.add(new ResourceType("v1", "namespaces", "Namespace", false, true));
        types.add(new ResourceType("v1", "nodes", "Node", false, true));
        types.add(new ResourceType("v1", "pods", "Pod", true, true));
        types.add(new ResourceType("v1", "secrets", "Secret", true, false));
        types.add(new ResourceType("v1", "configmaps", "ConfigMap", true, false));
        types.add(new ResourceType("v1", "events", "Event", true, false));
        types.add(new ResourceType("apps/v1", "deployments", "Deployment", true, true));
        types.add(new ResourceType("apps/v1", "replicasets", "ReplicaSet", true, true));
        types.add(new ResourceType("apps/v1", "statefulsets", "StatefulSet", true, true));
        types.add(new ResourceType("apps/v1", "daemonsets", "DaemonSet", true, true));
        types.add(new ResourceType("coordination.k8s.io/v1", "leases", "Lease", true, false));
        types.addAll(storage());
        types.addAll(snapshots());
        types.add(new ResourceType(
                "gateway.networking.k8s.io/v1beta1", "referencegrants", "ReferenceGrant", true, false));
        return types;
    }

    private static List<ResourceType> storage() {
        String group = "storage.k8s.io/v1";
        return List.of(
                new ResourceType(group, "storageclasses", "StorageClass", false, false),
                new ResourceType(group, "csinodes", "CSINode", false, false),
                new ResourceType(group, "csidrivers", "CSIDriver", false, false),
                new ResourceType(group, "csistoragecapacities", "CSIStorageCapacity", true, false),
                new ResourceType(group, "volumeattachments", "VolumeAttachment", false, true),
                new ResourceType(group, "volumeattributesclasses", "VolumeAttributesClass", false, false));
    }

    private static List<ResourceType> snapshots() {
        String group = "snapshot.storage.k8s.io/v1";
        return List.of(
                new ResourceType(group, "volumesnapshots", "VolumeSnapshot", true, true),
                new ResourceType(group, "volumesnapshotcontents", "VolumeSnapshotContent", false, true),
                new ResourceType(group, "volumesnapshotclasses", "VolumeSnapshotClass", false, false));
    }

    /** The group alone, empty for the core one. */
    String group() {
        int slash = groupVersion.indexOf('/');
        return slash < 0 ? "" : groupVersion.substring(0, slash);
    }

    /** {@code persistentvolumeclaims} or {@code leases.coordination.k8s.io}: the form of messages. */
    String qualifiedName() {
        return group().isEmpty() ? plural : plural + "." + group();
    }
}
