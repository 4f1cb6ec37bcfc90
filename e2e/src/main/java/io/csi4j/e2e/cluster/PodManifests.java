package io.csi4j.e2e.cluster;

/** The objects of stories with pods, as text. Pods run the lab's busybox and keep running after their script. */
public final class PodManifests {
    private static final String SERVER = "127.0.0.1";

    private PodManifests() {}

    /** How an object names its storage class. */
    public enum ClassNotation {
        FIELD("storageClassName"),
        ANNOTATION("the old annotation");

        private final String words;

        ClassNotation(String words) {
            this.words = words;
        }

        /** As a sentence says it. */
        public String words() {
            return words;
        }
    }

    /** A pod with the claim at /data, which runs the script and stays. */
    public static String pod(String name, String claim, String script) {
        return pod(name, claim, script, "{}");
    }

    /** The same, not as root, and with a group that all its volumes' files shall belong to. */
    public static String podOf(int user, int group, String name, String claim, String script) {
        return pod(name, claim, script, "{runAsUser: %d, fsGroup: %d}".formatted(user, group));
    }

    private static String pod(String name, String claim, String script, String securityContext) {
        return """
                apiVersion: v1
                kind: Pod
                metadata:
                  name: %s
                  namespace: default
                spec:
                  securityContext: %s
                  containers:
                    - name: main
                      image: csi4j.io/busybox:lab
                      imagePullPolicy: Never
                      command: [sh, -c, "%s; exec sleep 100000"]
                      volumeMounts:
                        - {name: data, mountPath: /data}
                  volumes:
                    - name: data
                      persistentVolumeClaim:
                        claimName: %s
                """.formatted(name, securityContext, script, claim);
    }

    /** A pod that names the directory of the share itself. */
    public static String inlinePod(String name, String directory, int port) {
        return """
                apiVersion: v1
                kind: Pod
                metadata:
                  name: %s
                  namespace: default
                spec:
                  containers:
                    - name: main
                      image: csi4j.io/busybox:lab
                      imagePullPolicy: Never
                      command: [sh, -c, "echo from-inline > /data/file; exec sleep 100000"]
                      volumeMounts:
                        - {name: data, mountPath: /data}
                  volumes:
                    - name: data
                      csi:
                        driver: nfs.csi.k8s.io
                        volumeAttributes:
                          server: "%s"
                          share: %s/%s
                          mountOptions: "nfsvers=4.1,port=%d"
                """.formatted(name, SERVER, NfsInstallation.SHARE, directory, port);
    }

    /** An NFS volume of the tutorial: 5Gi, ReadWriteMany, Retain. */
    public static String staticNfsVolume(String name, int port) {
        return staticVolume(name, port) + """
                  nfs:
                    server: "%s"
                    path: %s/%s
                """.formatted(SERVER, NfsInstallation.SHARE, name);
    }

    /** The same through the driver. */
    public static String staticCsiVolume(String name, int port) {
        return staticVolume(name, port) + """
                  csi:
                    driver: nfs.csi.k8s.io
                    volumeHandle: "%1$s%2$s##%3$s"
                    volumeAttributes:
                      server: "%1$s"
                      share: %2$s/%3$s
                """.formatted(SERVER, NfsInstallation.SHARE, name);
    }

    private static String staticVolume(String name, int port) {
        return """
                apiVersion: v1
                kind: PersistentVolume
                metadata:
                  name: %s
                spec:
                  capacity:
                    storage: 5Gi
                  accessModes: [ReadWriteMany]
                  persistentVolumeReclaimPolicy: Retain
                  storageClassName: ""
                  mountOptions: [nfsvers=4.1, port=%d]
                """.formatted(name, port);
    }

    /** A claim for 1Gi that binds to the volume of its own name. */
    public static String claimOf(String name) {
        return """
                apiVersion: v1
                kind: PersistentVolumeClaim
                metadata:
                  name: %1$s
                  namespace: default
                spec:
                  accessModes: [ReadWriteMany]
                  storageClassName: ""
                  volumeName: %1$s
                  resources:
                    requests:
                      storage: 1Gi
                """.formatted(name);
    }

    /** A set whose replicas write their names into their volumes, the claims named {@code www-<set>-<n>}. */
    public static String statefulSet(String name, String storageClass, ClassNotation notation, int replicas) {
        String annotation = notation == ClassNotation.ANNOTATION
                ? "annotations: {volume.beta.kubernetes.io/storage-class: " + storageClass + "}"
                : "annotations: {}";
        String field = notation == ClassNotation.FIELD ? "storageClassName: " + storageClass : "volumeMode: Filesystem";
        return """
                apiVersion: v1
                kind: Service
                metadata:
                  name: %1$s
                  namespace: default
                spec:
                  clusterIP: None
                  selector: {app: %1$s}
                ---
                apiVersion: apps/v1
                kind: StatefulSet
                metadata:
                  name: %1$s
                  namespace: default
                spec:
                  serviceName: %1$s
                  replicas: %2$d
                  selector:
                    matchLabels: {app: %1$s}
                  template:
                    metadata:
                      labels: {app: %1$s}
                    spec:
                      terminationGracePeriodSeconds: 1
                      containers:
                        - name: main
                          image: csi4j.io/busybox:lab
                          imagePullPolicy: Never
                          command: [sh, -c, "hostname >> /data/name; exec sleep 100000"]
                          volumeMounts:
                            - {name: www, mountPath: /data}
                  volumeClaimTemplates:
                    - metadata:
                        name: www
                        %3$s
                      spec:
                        accessModes: [ReadWriteOnce]
                        %4$s
                        resources:
                          requests:
                            storage: 1Gi
                """.formatted(name, replicas, annotation, field);
    }
}
