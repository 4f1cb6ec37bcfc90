package io.csi4j.controller.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonParser;
import io.csi4j.controller.storage.AccessMode;
import io.csi4j.controller.storage.Annotations;
import io.csi4j.controller.storage.Attachment;
import io.csi4j.controller.storage.BindingMode;
import io.csi4j.controller.storage.Claim;
import io.csi4j.controller.storage.ClaimPhase;
import io.csi4j.controller.storage.ClaimReference;
import io.csi4j.controller.storage.Condition;
import io.csi4j.controller.storage.CsiNode;
import io.csi4j.controller.storage.DataSource;
import io.csi4j.controller.storage.KubeObject;
import io.csi4j.controller.storage.Meta;
import io.csi4j.controller.storage.NodeTerm;
import io.csi4j.controller.storage.ObjectKey;
import io.csi4j.controller.storage.Owner;
import io.csi4j.controller.storage.Pod;
import io.csi4j.controller.storage.Quantity;
import io.csi4j.controller.storage.ReclaimPolicy;
import io.csi4j.controller.storage.ReferenceGrant;
import io.csi4j.controller.storage.Secret;
import io.csi4j.controller.storage.SecretReference;
import io.csi4j.controller.storage.Snapshot;
import io.csi4j.controller.storage.SnapshotContent;
import io.csi4j.controller.storage.StorageClass;
import io.csi4j.controller.storage.Volume;
import io.csi4j.controller.storage.VolumeMode;
import io.csi4j.controller.storage.VolumePhase;
import io.csi4j.controller.storage.VolumeSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class KindsTest {
    private static final Quantity GI = Quantity.ofBytes(1L << 30);

    @Test
    void aClaimIsReadWithEverythingTheControllersNeed() {
        Claim claim = Golden.read(Kinds.CLAIMS, "claim");

        assertThat(claim)
                .isEqualTo(new Claim(
                        new Meta(
                                new ObjectKey("shop", "db-0"),
                                "6f1e9d2a-0001-4b6e-9c55-2f9a1c7f0a01",
                                "4711",
                                true,
                                Map.of(
                                        Annotations.STORAGE_PROVISIONER,
                                        "nfs.example.org",
                                        Annotations.SELECTED_NODE,
                                        "n1"),
                                List.of("kubernetes.io/pvc-protection")),
                        new Claim.Spec(
                                List.of(AccessMode.READ_WRITE_ONCE, AccessMode.UNKNOWN),
                                Quantity.parse("1.5Gi").orElseThrow(),
                                "fast",
                                "pvc-6f1e9d2a",
                                VolumeMode.BLOCK,
                                new DataSource("snapshot.storage.k8s.io", "VolumeSnapshot", "snap", null),
                                new DataSource(null, "PersistentVolumeClaim", "other", "vault"),
                                true,
                                "gold"),
                        new Claim.Status(
                                ClaimPhase.BOUND,
                                GI,
                                Quantity.parse("1536Mi").orElseThrow(),
                                "NodeResizePending",
                                List.of(new Condition("Resizing", "True", "", "working", "", "2026-03-01T09:00:00Z")),
                                "silver",
                                new Claim.Modification("gold", "InProgress"))));
    }

    @Test
    void aClaimJustMadeHasNoStatusAndNoClass() {
        Claim claim = Golden.parse(Kinds.CLAIMS, """
                {"metadata": {"name": "c", "namespace": "n", "uid": "u"}, "spec": {"resources": {}}, "status": {}}
                """);

        assertThat(claim.status()).isEqualTo(Claim.Status.NONE);
        assertThat(claim.spec().storageClassName()).isNull();
        assertThat(claim.requestedBytes()).isZero();
    }

    @Test
    void aVolumeIsReadWithItsCsiSource() {
        Volume volume = Golden.read(Kinds.VOLUMES, "volume");

        assertThat(volume.phase()).isEqualTo(VolumePhase.RELEASED);
        assertThat(volume.spec())
                .isEqualTo(new Volume.Spec(
                        GI,
                        List.of(AccessMode.READ_WRITE_MANY),
                        ReclaimPolicy.DELETE,
                        "fast",
                        "gold",
                        List.of("nfsvers=4.1"),
                        VolumeMode.FILESYSTEM,
                        new ClaimReference("shop", "db-0", "c-1", ""),
                        List.of(new NodeTerm(List.of(NodeTerm.Requirement.in("zone", List.of("a", "b"))))),
                        new VolumeSource.Csi(
                                "nfs.example.org",
                                "server#share#pvc-1",
                                true,
                                "nfs",
                                Map.of("server", "s", "share", "/x"),
                                new VolumeSource.SecretReferences(
                                        new SecretReference("ns", "publish"),
                                        new SecretReference("ns", "stage"),
                                        new SecretReference("ns", "mount"),
                                        new SecretReference("ns", "expand"),
                                        new SecretReference("ns", "grow")))));
    }

    @Test
    void aVolumeMayBeReadWithoutItsAttributes() {
        Volume whole = Golden.read(Kinds.VOLUMES, "volume");
        Volume lean = Golden.read(Kinds.VOLUMES_WITHOUT_ATTRIBUTES, "volume");

        assertThat(lean.csi()).get().extracting(VolumeSource.Csi::attributes).isEqualTo(Map.of());
        assertThat(lean.spec().claimRef()).isEqualTo(whole.spec().claimRef());
    }

    @Test
    void aVolumeMayBeReadForExpandingWithoutTheNameOfItsClaim() {
        Volume whole = Golden.read(Kinds.VOLUMES, "volume");
        Volume lean = Golden.read(Kinds.VOLUMES_TO_EXPAND, "volume");
        ClaimReference claim = Objects.requireNonNull(whole.spec().claimRef());

        assertThat(lean.csi()).get().extracting(VolumeSource.Csi::attributes).isEqualTo(Map.of());
        assertThat(lean.spec().claimRef()).isEqualTo(new ClaimReference(claim.namespace(), "", claim.uid(), ""));
        assertThat(lean.spec().capacity()).isNotNull().isEqualTo(whole.spec().capacity());
    }

    @Test
    void aVolumeMayBeReadForAttachingWithoutItsClaim() {
        Volume whole = Golden.read(Kinds.VOLUMES, "volume");
        Volume lean = Golden.read(Kinds.VOLUMES_TO_ATTACH, "volume");

        assertThat(lean.csi()).isEqualTo(whole.csi());
        assertThat(lean.spec().claimRef()).isNull();
        assertThat(lean.spec().capacity()).isNull();
        assertThat(Golden.read(Kinds.VOLUMES_TO_ATTACH, "volume-in-tree"))
                .isEqualTo(Golden.read(Kinds.VOLUMES, "volume-in-tree"));
    }

    @Test
    void aVolumeOfAnInTreePluginKeepsWhatItsDriverNeeds() {
        Volume volume = Golden.read(Kinds.VOLUMES, "volume-in-tree");

        assertThat(volume.spec().source())
                .isEqualTo(new VolumeSource.Other(
                        "awsElasticBlockStore",
                        Map.of(
                                "volumeID", "vol-1",
                                "partition", "1",
                                "readOnly", "true",
                                "topology.kubernetes.io/zone", "a")));
        assertThat(volume.capacityBytes()).isEqualTo(5_000_000_000L);
        assertThat(volume.spec().nodeAffinity()).isNull();
    }

    @Test
    void aStorageClassIsReadWithItsTopologies() {
        StorageClass storageClass = Golden.read(Kinds.STORAGE_CLASSES, "storageclass");

        assertThat(storageClass)
                .isEqualTo(new StorageClass(
                        storageClass.meta(),
                        "nfs.example.org",
                        Map.of("server", "s", "share", "/x"),
                        ReclaimPolicy.RETAIN,
                        List.of("hard"),
                        BindingMode.WAIT_FOR_FIRST_CONSUMER,
                        List.of(new NodeTerm(List.of(NodeTerm.Requirement.in("zone", List.of("a"))))),
                        true));
    }

    @Test
    void anAttachmentIsReadWithItsLastFault() {
        Attachment attachment = Golden.read(Kinds.ATTACHMENTS, "attachment");

        assertThat(attachment.spec()).isEqualTo(new Attachment.Spec("block.example.org", "n1", "pvc-1", null));
        assertThat(attachment.status())
                .isEqualTo(new Attachment.Status(
                        true, Map.of("path", "/dev/x"), null, new Attachment.Fault("2026-03-01T08:00:00Z", "busy", 8)));
    }

    @Test
    void anAttachmentMayCarryItsVolumeInline() {
        Attachment attachment = Golden.read(Kinds.ATTACHMENTS, "attachment-inline");

        assertThat(attachment.spec().volumeName()).isNull();
        assertThat(attachment.spec().inlineVolume())
                .extracting(Volume.Spec::source)
                .isEqualTo(new VolumeSource.Csi(
                        "block.example.org", "h", false, "", Map.of(), VolumeSource.SecretReferences.NONE));
        assertThat(attachment.status()).isEqualTo(Attachment.Status.NONE);
    }

    @Test
    void aCsiNodeListsItsDrivers() {
        CsiNode node = Golden.read(Kinds.CSI_NODES, "csinode");

        assertThat(node.annotations()).isEmpty();
        assertThat(node.drivers())
                .containsExactly(
                        new CsiNode.Driver("plain.example.org", "n1", List.of(), null),
                        new CsiNode.Driver("block.example.org", "id-1", List.of("zone", "rack"), 16));
    }

    @Test
    void aPodIsReducedToTheClaimsItUses() {
        Pod pod = Golden.read(Kinds.PODS, "pod");

        assertThat(pod.phase()).isEqualTo("Running");
        assertThat(pod.claimNames()).containsExactly("db-0", "db-scratch");
        assertThat(Golden.read(Kinds.OWNED_PODS, "pod").controller())
                .contains(new Owner("apps/v1", "ReplicaSet", "db-5", "r-1", true, false));
    }

    @Test
    void aSecretIsDecodedAndNeverPrinted() {
        Secret secret = Golden.read(Kinds.SECRETS, "secret");

        assertThat(secret.entries()).containsOnly(Map.entry("user", "admin"), Map.entry("password", "süßes Geheimnis"));
        assertThat(secret.toString()).doesNotContain("admin", "Geheimnis");
    }

    @Test
    void aSnapshotAndItsContentAreRead() {
        Snapshot snapshot = Golden.read(Kinds.SNAPSHOTS, "snapshot");
        SnapshotContent content = Golden.read(Kinds.SNAPSHOT_CONTENTS, "snapshotcontent");

        assertThat(snapshot).isEqualTo(new Snapshot(snapshot.meta(), "content", true, GI));
        assertThat(content)
                .isEqualTo(new SnapshotContent(
                        content.meta(),
                        "nfs.example.org",
                        new ObjectKey("shop", "snap"),
                        "sn-1",
                        "Block",
                        true,
                        "h-1"));
    }

    @Test
    void aGrantIsReadWithAndWithoutName() {
        ReferenceGrant grant = Golden.read(Kinds.REFERENCE_GRANTS, "referencegrant");

        assertThat(grant.from()).containsExactly(new ReferenceGrant.From("", "PersistentVolumeClaim", "shop"));
        assertThat(grant.to())
                .containsExactly(
                        new ReferenceGrant.To("snapshot.storage.k8s.io", "VolumeSnapshot", "snap"),
                        new ReferenceGrant.To("", "Pod", null));
    }

    static List<Arguments> whatWeWriteAsAWhole() {
        return List.of(
                Arguments.argumentSet("capacity", Kinds.STORAGE_CAPACITIES, "capacity"),
                Arguments.argumentSet("lease", Kinds.LEASES, "lease"),
                Arguments.argumentSet("event", Kinds.EVENTS, "event"));
    }

    @ParameterizedTest
    @MethodSource
    <T extends KubeObject> void whatWeWriteAsAWhole(Kind<T> kind, String golden) {
        String written = kind.toJson(Golden.read(kind, golden));

        assertThat(JsonParser.parseString(written)).isEqualTo(Golden.tree(golden));
    }

    @Test
    void aVolumeIsWrittenWithoutItsStatus() {
        String written = Kinds.VOLUMES.toJson(Golden.read(Kinds.VOLUMES, "volume"));

        var expected = Golden.tree("volume").getAsJsonObject();
        expected.remove("status");
        expected.getAsJsonObject("spec").getAsJsonObject("claimRef").remove("resourceVersion");
        assertThat(JsonParser.parseString(written)).isEqualTo(expected);
    }

    @Test
    void aNameThatEndsInADashIsCompletedByTheServer() {
        Volume volume = Golden.read(Kinds.VOLUMES, "volume").withMeta(Meta.ofNew(ObjectKey.cluster("csisc-")));

        assertThat(Kinds.VOLUMES.toJson(volume)).contains("\"metadata\":{\"generateName\":\"csisc-\"}");
    }

    @Test
    void equalPartsOfManyObjectsAreHeldOnce() {
        Claim one = Golden.read(Kinds.CLAIMS, "claim");
        Claim other = Golden.read(Kinds.CLAIMS, "claim");

        assertThat(one.status()).isSameAs(other.status());
        assertThat(one.annotations()).isSameAs(other.annotations());
        assertThat(one.spec().storageClassName()).isSameAs(other.spec().storageClassName());
    }
}
