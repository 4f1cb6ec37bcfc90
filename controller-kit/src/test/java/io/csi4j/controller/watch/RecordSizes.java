package io.csi4j.controller.watch;

import io.csi4j.controller.api.Kind;
import io.csi4j.controller.api.Kinds;
import io.csi4j.controller.api.KubeApi;
import io.csi4j.controller.api.KubeOptions;
import io.csi4j.controller.api.Selector;
import io.csi4j.controller.storage.KubeObject;
import io.csi4j.controller.wire.ScriptedServer;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.UUID;

/**
 * Measures how much heap one bound claim and one volume cost in a store, on objects as a provisioner leaves them behind.
 * Not a test: run it by hand, best with the flags of the launchers.
 */
final class RecordSizes {
    private static final int FEW = 10_000;
    private static final int MANY = 40_000;

    private RecordSizes() {}

    public static void main(String[] args) throws InterruptedException {
        try (ScriptedServer server = ScriptedServer.start()) {
            measure(server, Kinds.CLAIMS, "/api/v1/persistentvolumeclaims");
            measure(server, Kinds.VOLUMES, "/api/v1/persistentvolumes");
            measure(server, Kinds.VOLUMES_WITHOUT_ATTRIBUTES, "/api/v1/persistentvolumes");
        }
    }

    /** The difference between few and many objects, so that what is there anyway does not count. */
    private static <T extends KubeObject> void measure(ScriptedServer server, Kind<T> kind, String path)
            throws InterruptedException {
        long few = heapWith(server, kind, path, FEW);
        long many = heapWith(server, kind, path, MANY);
        System.out.printf("%s: %d bytes each%n", kind, (many - few) / (MANY - FEW));
    }

    private static <T extends KubeObject> long heapWith(ScriptedServer server, Kind<T> kind, String path, int count)
            throws InterruptedException {
        server.on("WATCH " + path, exchange -> {
            exchange.sendResponseHeaders(200, 0);
            write(exchange.getResponseBody(), kind, count);
            pause();
        });
        Store<T> store = Store.ofAll();
        try (KubeApi api = KubeApi.connect(KubeOptions.of("", server.url(), "x"))) {
            Reflector<T> reflector = Reflector.start(api.listWatch(kind, Selector.ALL), store);
            if (!store.awaitSynced(Duration.ofMinutes(2)) || store.size() != count) {
                throw new IllegalStateException("not filled: " + reflector.lastFault());
            }
            long used = used();
            reflector.close();
            return used;
        }
    }

    private static void write(OutputStream out, Kind<?> kind, int count) throws IOException {
        for (int i = 0; i < count; i++) {
            String object = kind.plural().equals("persistentvolumes") ? volume(i) : claim(i);
            out.write(("{\"type\":\"ADDED\",\"object\":" + object + "}\n").getBytes(StandardCharsets.UTF_8));
        }
        out.write("""
                {"type":"BOOKMARK","object":{"metadata":{"resourceVersion":"9999999",
                 "annotations":{"k8s.io/initial-events-end":"true"}}}}
                """.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    private static void pause() {
        try {
            Thread.sleep(Duration.ofMinutes(1));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static long used() {
        for (int i = 0; i < 4; i++) {
            System.gc();
        }
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    private static String uid(int i) {
        return new UUID(0x1234_5678_9abc_4defL ^ i, 0x8000_0000_0000_0000L + i * 7919L).toString();
    }

    private static String claim(int i) {
        return """
                {"apiVersion":"v1","kind":"PersistentVolumeClaim","metadata":{"name":"claim-%d","namespace":"team-%d",
                 "uid":"%s","resourceVersion":"%d","creationTimestamp":"2026-03-01T08:00:00Z",
                 "annotations":{"pv.kubernetes.io/bind-completed":"yes","pv.kubernetes.io/bound-by-controller":"yes",
                  "volume.beta.kubernetes.io/storage-provisioner":"nfs.csi.k8s.io",
                  "volume.kubernetes.io/storage-provisioner":"nfs.csi.k8s.io"},
                 "finalizers":["kubernetes.io/pvc-protection"],
                 "managedFields":[{"manager":"x","fieldsV1":{"f:spec":{"f:accessModes":{}}}}]},
                 "spec":{"accessModes":["ReadWriteMany"],"resources":{"requests":{"storage":"1Gi"}},
                 "volumeName":"pvc-%s","storageClassName":"nfs","volumeMode":"Filesystem"},
                 "status":{"phase":"Bound","accessModes":["ReadWriteMany"],"capacity":{"storage":"1Gi"}}}
                """.formatted(i, i % 50, uid(i), 1_000_000 + i, uid(i)).replace("\n", "");
    }

    private static String volume(int i) {
        String name = "pvc-" + uid(i);
        return """
                {"apiVersion":"v1","kind":"PersistentVolume","metadata":{"name":"%s","uid":"%s","resourceVersion":"%d",
                 "annotations":{"pv.kubernetes.io/provisioned-by":"nfs.csi.k8s.io",
                  "volume.kubernetes.io/provisioner-deletion-secret-name":"",
                  "volume.kubernetes.io/provisioner-deletion-secret-namespace":""},
                 "finalizers":["kubernetes.io/pv-protection","external-provisioner.volume.kubernetes.io/finalizer"]},
                 "spec":{"capacity":{"storage":"1Gi"},"csi":{"driver":"nfs.csi.k8s.io",
                  "volumeHandle":"nfs.example.org#share#%s##","volumeAttributes":{"server":"nfs.example.org",
                  "share":"/share","subdir":"%s","csi.storage.k8s.io/pv/name":"%s",
                  "storage.kubernetes.io/csiProvisionerIdentity":"1700000000000-1234-nfs.csi.k8s.io"}},
                 "accessModes":["ReadWriteMany"],"claimRef":{"kind":"PersistentVolumeClaim","namespace":"team-%d",
                  "name":"claim-%d","uid":"%s","apiVersion":"v1","resourceVersion":"%d"},
                 "persistentVolumeReclaimPolicy":"Delete","storageClassName":"nfs","volumeMode":"Filesystem",
                 "mountOptions":["nfsvers=4.1"]},"status":{"phase":"Bound"}}
                """.formatted(name, uid(i + MANY), 2_000_000 + i, name, name, name, i % 50, i, uid(i), 1_000_000 + i)
                .replace("\n", "");
    }
}
