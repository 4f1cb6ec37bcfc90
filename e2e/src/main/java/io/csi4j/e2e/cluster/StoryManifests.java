package io.csi4j.e2e.cluster;

/** The objects a user writes, as text, with what the lab changes: address, port and names. */
public final class StoryManifests {
    /** The NFS server as the controller sees it, and the node through its own loopback address. */
    private static final String SERVER = "127.0.0.1";

    private StoryManifests() {}

    /** The class {@code nfs-csi} of upstream's examples; the lab's NFS server listens on a free port. */
    public static String storageClass(String name, int port, String share, String reclaimPolicy, String bindingMode) {
        return """
                apiVersion: storage.k8s.io/v1
                kind: StorageClass
                metadata:
                  name: %s
                provisioner: nfs.csi.k8s.io
                parameters:
                  server: "%s"
                  share: "%s"
                reclaimPolicy: %s
                allowVolumeExpansion: true
                volumeBindingMode: %s
                mountOptions: [hard, nfsvers=4.1, port=%d]
                """.formatted(name, SERVER, share, reclaimPolicy, bindingMode, port);
    }

    /** A claim for 1Gi, ReadWriteMany, in namespace {@code default}. */
    public static String claim(String name, String storageClass) {
        return """
                apiVersion: v1
                kind: PersistentVolumeClaim
                metadata:
                  name: %s
                  namespace: default
                spec:
                  accessModes: [ReadWriteMany]
                  storageClassName: %s
                  resources:
                    requests:
                      storage: 1Gi
                """.formatted(name, storageClass);
    }
}
