package io.csi4j.controller.api;

import static io.csi4j.controller.wire.LabObjects.found;
import static io.csi4j.controller.wire.LabObjects.lease;
import static io.csi4j.controller.wire.LabObjects.volume;
import static org.assertj.core.api.Assertions.assertThat;

import io.csi4j.controller.storage.Attachment;
import io.csi4j.controller.storage.Claim;
import io.csi4j.controller.storage.Event;
import io.csi4j.controller.storage.Lease;
import io.csi4j.controller.storage.Meta;
import io.csi4j.controller.storage.ObjectKey;
import io.csi4j.controller.storage.ObjectReference;
import io.csi4j.controller.storage.Quantity;
import io.csi4j.controller.storage.StorageCapacity;
import io.csi4j.controller.storage.Volume;
import io.csi4j.lab.ControlPlane;
import io.csi4j.lab.ControlPlaneOptions;
import io.csi4j.lab.LabCache;
import io.csi4j.sidecar.launch.Ticker;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import okhttp3.CipherSuite;
import okhttp3.Handshake;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Against a real API server: what ours takes for granted of it. */
@Timeout(120)
class LabApiIT {
    private static ControlPlane controlPlane;
    private static KubeApi api;

    @BeforeAll
    static void start(@TempDir Path folder) {
        controlPlane = ControlPlane.start(LabCache.standard(), folder, ControlPlaneOptions.standard());
        api = KubeApi.connect(KubeOptions.of(controlPlane.kubeconfig().toString(), "", "csi-tester"));
    }

    @AfterAll
    static void end() {
        api.close();
        controlPlane.close();
    }

    private static Claim claim(String name) {
        controlPlane.kubectl().apply("""
                apiVersion: v1
                kind: PersistentVolumeClaim
                metadata: {name: %s, namespace: default, annotations: {keep: me}}
                spec:
                  accessModes: [ReadWriteOnce]
                  storageClassName: nobody
                  resources: {requests: {storage: 1.5Gi}}
                """.formatted(name));
        return found(api.get(Kinds.CLAIMS, new ObjectKey("default", name)));
    }

    @Test
    void aVolumeComesBackAsItWasCreated() {
        Volume created = found(api.create(Kinds.VOLUMES, volume("whole")));

        assertThat(created.spec()).isEqualTo(volume("whole").spec());
        assertThat(api.create(Kinds.VOLUMES, volume("whole"))).isEqualTo(new Reply.Exists<>());
    }

    @Test
    void finalizersAreAddedAndRemovedOneByOneAndOnlyFromWhatWasSeen() {
        Lease bare = found(api.create(Kinds.LEASES, lease("finalized")));

        Lease first = found(api.patchMeta(Kinds.LEASES, bare, MetaEdit.addFinalizer("example.org/one")));
        assertThat(first.finalizers()).containsExactly("example.org/one");
        Lease second = found(api.patchMeta(Kinds.LEASES, first, MetaEdit.addFinalizer("example.org/two")));
        assertThat(second.finalizers()).containsExactly("example.org/one", "example.org/two");

        assertThat(api.patchMeta(Kinds.LEASES, bare, MetaEdit.addFinalizer("example.org/three")))
                .isInstanceOf(Reply.Conflict.class);
        assertThat(api.patchMeta(Kinds.LEASES, first, MetaEdit.removeFinalizer("example.org/one")))
                .isInstanceOf(Reply.Conflict.class);
        Lease last = found(api.patchMeta(Kinds.LEASES, second, MetaEdit.removeFinalizer("example.org/one")));
        assertThat(last.finalizers()).containsExactly("example.org/two");
        assertThat(found(api.patchMeta(Kinds.LEASES, last, MetaEdit.removeFinalizer("example.org/two")))
                        .finalizers())
                .isEmpty();
    }

    @Test
    void aDeletionWaitsForTheLastFinalizerAndMeansOneUid() {
        Lease bare = found(api.create(Kinds.LEASES, lease("deleted")));
        Lease held = found(api.patchMeta(Kinds.LEASES, bare, MetaEdit.addFinalizer("example.org/one")));
        Lease other = new Lease(
                new Meta(held.key(), "other-uid", "1", false, Map.of(), List.of()),
                held.labels(),
                List.of(),
                "me",
                15,
                "",
                "",
                0);

        assertThat(api.delete(Kinds.LEASES, other)).isInstanceOf(Reply.Conflict.class);
        assertThat(api.delete(Kinds.LEASES, held)).isEqualTo(new Reply.Found<>(KubeApi.Deletion.WAITS));
        Lease dying = found(api.get(Kinds.LEASES, held.key()));
        assertThat(dying.isDeleting()).isTrue();
        Lease freed = found(api.patchMeta(Kinds.LEASES, dying, MetaEdit.removeFinalizer("example.org/one")));
        // The fake server does the same: the answer that frees an object is no newer than its mark of deletion.
        assertThat(freed.resourceVersion()).isEqualTo(dying.resourceVersion());
        assertThat(api.get(Kinds.LEASES, held.key())).isEqualTo(new Reply.Absent<>());
        assertThat(api.delete(Kinds.LEASES, held)).isEqualTo(new Reply.Absent<>());
    }

    @Test
    void anAnnotationIsPatchedOnlyOnTheStateSeen() {
        Lease bare = found(api.create(Kinds.LEASES, lease("noted")));

        Lease noted = found(api.patchMeta(Kinds.LEASES, bare, MetaEdit.setAnnotation("example.org/k", "v")));
        assertThat(noted.annotation("example.org/k")).contains("v");
        assertThat(api.patchMeta(Kinds.LEASES, bare, MetaEdit.removeAnnotation("example.org/k")))
                .isInstanceOf(Reply.Conflict.class);
        assertThat(found(api.patchMeta(Kinds.LEASES, noted, MetaEdit.removeAnnotation("example.org/k")))
                        .annotations())
                .isEmpty();
    }

    @Test
    void anUpdateOfAClaimKeepsEverythingElse() {
        Claim claim = claim("updated");

        Claim finalized = found(api.updateMeta(Kinds.CLAIMS, claim, MetaEdit.addFinalizer("example.org/one")));

        assertThat(finalized.spec()).isEqualTo(claim.spec());
        assertThat(finalized.annotation("keep")).contains("me");
        assertThat(finalized.requestedBytes()).isEqualTo(3L << 29);
        Claim bare = found(api.updateMeta(Kinds.CLAIMS, finalized, MetaEdit.removeFinalizer("example.org/one")));
        assertThat(bare.finalizers()).isEqualTo(claim.finalizers());
    }

    @Test
    void anAttachmentsStatusIsPatchedOnItsOwn() {
        controlPlane.kubectl().apply("""
                apiVersion: storage.k8s.io/v1
                kind: VolumeAttachment
                metadata: {name: csi-x}
                spec: {attacher: block.example.org, nodeName: n1, source: {persistentVolumeName: whatever}}
                """);
        ObjectKey key = ObjectKey.cluster("csi-x");

        Map<String, Object> attached = Map.of(
                "status",
                Map.of(
                        "attached",
                        true,
                        "attachmentMetadata",
                        Map.of("path", "/dev/x"),
                        "attachError",
                        Map.of("message", "once", "errorCode", 8, "time", "2026-03-01T08:00:00Z")));
        Attachment first =
                found(api.patch(Kinds.ATTACHMENTS, key, Patch.merge(attached).onStatus()));
        assertThat(first.status().publishContext()).containsExactly(Map.entry("path", "/dev/x"));
        Map<String, Object> gone = new LinkedHashMap<>();
        gone.put("attachError", null);
        Attachment second = found(api.patch(
                Kinds.ATTACHMENTS, key, Patch.merge(Map.of("status", gone)).onStatus()));

        assertThat(second.status()).isEqualTo(new Attachment.Status(true, Map.of("path", "/dev/x"), null, null));
    }

    @Test
    void leasesEventsAndCapacitiesAreWrittenWhole() {
        Lease created = found(api.create(Kinds.LEASES, lease("leader")));
        Lease taken = new Lease(
                created.meta(), created.labels(), List.of(), "you", 15, created.acquireTime(), created.renewTime(), 1);
        assertThat(found(api.replace(Kinds.LEASES, taken)).holder()).isEqualTo("you");
        assertThat(api.replace(Kinds.LEASES, taken)).isInstanceOf(Reply.Conflict.class);

        Claim claim = claim("told");
        Event event = new Event(
                Meta.ofNew(new ObjectKey("default", "told.1")),
                ObjectReference.to(claim),
                "Normal",
                "Provisioning",
                "working",
                "tester",
                "",
                1,
                "2026-03-01T08:00:00Z",
                "2026-03-01T08:00:00Z");
        assertThat(found(api.create(Kinds.EVENTS, event)).involved()).isEqualTo(event.involved());
        Patch again = Patch.strategicMerge(Map.of("count", 2, "lastTimestamp", "2026-03-01T09:00:00Z"));
        assertThat(found(api.patch(Kinds.EVENTS, event.key(), again)).count()).isEqualTo(2);

        StorageCapacity capacity = new StorageCapacity(
                Meta.ofNew(new ObjectKey("default", "csisc-")),
                Map.of("csi.storage.k8s.io/drivername", "x"),
                List.of(),
                "fast",
                Map.of("zone", "a"),
                true,
                Quantity.ofBytes(1L << 30),
                null);
        StorageCapacity made = found(api.create(Kinds.STORAGE_CAPACITIES, capacity));
        assertThat(made.name()).startsWith("csisc-").hasSizeGreaterThan(6);
        assertThat(made.topology()).isEqualTo(Map.of("zone", "a"));
    }

    @Test
    void anIllegalNameIsInvalid() {
        assertThat(api.create(Kinds.VOLUMES, volume("%123")))
                .isInstanceOfSatisfying(
                        Reply.Rejected.class,
                        rejected -> assertThat(rejected.reason()).isEqualTo("Invalid"));
    }

    @Test
    void theServerTakesTheCipherThatIsQuickWithoutC2() throws IOException {
        Cluster cluster = Kubeconfig.load(controlPlane.kubeconfig(), Ticker.system());
        var builder = new OkHttpClient.Builder();
        cluster.tls().applyTo(builder, cluster.url());
        OkHttpClient client = builder.build();

        try (Response answer =
                client.newCall(new Request.Builder().url(cluster.url()).build()).execute()) {
            assertThat(answer.handshake())
                    .extracting(Handshake::cipherSuite)
                    .isEqualTo(CipherSuite.TLS_CHACHA20_POLY1305_SHA256);
        } finally {
            client.connectionPool().evictAll();
        }
    }

    @Test
    void discoveryKnowsTheStorageGroup() {
        assertThat(found(api.resources("storage.k8s.io", "v1")))
                .containsAll(Set.of("storageclasses", "volumeattributesclasses", "csinodes"));
        assertThat(api.resources("snapshot.storage.k8s.io", "v1")).isEqualTo(new Reply.Absent<>());
    }
}
