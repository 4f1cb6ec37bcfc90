package io.csi4j.provisioner;

import io.csi4j.testkit.apiserver.FakeApiServer;

/** What a cluster of capacity objects starts from: nodes of the driver, its pod and what controls that. */
record GivenCluster(FakeApiServer api) {
    void createNode(String name, String zone) {
        api.create("""
            {"apiVersion": "v1", "kind": "Node", "metadata": {"name": "%s", "labels": {"zone": "%s"}}}
            """.formatted(name, zone));
        createCsiNode(name);
    }

    /** What kubelet says of the driver on a node. */
    void createCsiNode(String name) {
        api.create("""
            {"apiVersion": "storage.k8s.io/v1", "kind": "CSINode", "metadata": {"name": "%s"},
             "spec": {"drivers": [{"name": "%s", "nodeID": "%s", "topologyKeys": ["zone"]}]}}
            """.formatted(name, Given.DRIVER, name));
    }

    /** A pod whose controller is the StatefulSet {@code csi} of that UID. */
    void createPod(String name, String setUid) {
        api.create("""
            {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "%s", "namespace": "team", "ownerReferences": [
               {"apiVersion": "v1", "kind": "ConfigMap", "name": "other", "uid": "other"},
               {"apiVersion": "apps/v1", "kind": "StatefulSet", "name": "csi", "uid": "%s", "controller": true,
                "blockOwnerDeletion": true}]}}
            """.formatted(name, setUid));
    }

    void createSet() {
        api.create("""
            {"apiVersion": "apps/v1", "kind": "StatefulSet",
             "metadata": {"name": "csi", "namespace": "team", "uid": "set-uid", "ownerReferences": [
               {"apiVersion": "apps/v1", "kind": "Deployment", "name": "grand", "uid": "grand", "controller": true}]}}
            """);
        api.create("""
            {"apiVersion": "apps/v1", "kind": "Deployment",
             "metadata": {"name": "grand", "namespace": "team", "uid": "grand"}}
            """);
    }

    void createObject(String name, String storageClass, String zone, String managedBy) {
        api.create("""
            {"apiVersion": "storage.k8s.io/v1", "kind": "CSIStorageCapacity",
             "metadata": {"name": "%s", "namespace": "team", "labels": {
               "csi.storage.k8s.io/drivername": "%s", "csi.storage.k8s.io/managed-by": "%s"}},
             "storageClassName": "%s", "capacity": "3", "nodeTopology": {"matchLabels": {"zone": "%s"}}}
            """.formatted(name, Given.DRIVER, managedBy, storageClass, zone));
    }

    void label(String node, String zone) {
        api.edit(
                "nodes",
                "",
                node,
                object -> object.getAsJsonObject("metadata")
                        .getAsJsonObject("labels")
                        .addProperty("zone", zone));
    }
}
