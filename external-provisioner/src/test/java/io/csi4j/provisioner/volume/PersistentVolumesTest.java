package io.csi4j.provisioner.volume;

import static io.csi4j.provisioner.Given.aClaim;
import static io.csi4j.provisioner.Given.aClass;
import static io.csi4j.provisioner.Given.driver;
import static org.assertj.core.api.Assertions.assertThat;

import io.csi4j.controller.storage.AccessMode;
import io.csi4j.controller.storage.Claim;
import io.csi4j.controller.storage.ClaimReference;
import io.csi4j.controller.storage.DataSource;
import io.csi4j.controller.storage.NodeTerm;
import io.csi4j.controller.storage.NodeTerm.Requirement;
import io.csi4j.controller.storage.ReclaimPolicy;
import io.csi4j.controller.storage.SecretReference;
import io.csi4j.controller.storage.StorageClass;
import io.csi4j.controller.storage.Volume;
import io.csi4j.controller.storage.VolumeMode;
import io.csi4j.controller.storage.VolumeSource;
import io.csi4j.provisioner.Given;
import io.csi4j.provisioner.request.ContentSource;
import io.csi4j.provisioner.request.CreateRequest;
import io.csi4j.provisioner.request.RequestRules;
import io.csi4j.provisioner.request.Step;
import io.csi4j.spec.v1.Topology;
import io.csi4j.spec.v1.TopologyRequirement;
import io.csi4j.spec.v1.VolumeContentSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PersistentVolumesTest {
    private static final VolumeRules RULES = new VolumeRules(Given.DRIVER, "17-1-x", true, false, true);
    private static final String PREFIX = "csi.storage.k8s.io/";

    private final io.csi4j.spec.v1.Volume made = io.csi4j.spec.v1.Volume.newBuilder()
            .setVolumeId("handle#1")
            .setCapacityBytes(3L << 30)
            .putVolumeContext("share", "/x")
            .build();

    @Test
    void plainVolumeHasTheFieldsOfTheContract() {
        var volume = build(aClaim().build(), aClass().mountOptions("hard").build(), made, RULES);

        assertThat(volume.name()).isEqualTo(Given.VOLUME_NAME);
        assertThat(volume.finalizers()).containsExactly("external-provisioner.volume.kubernetes.io/finalizer");
        assertThat(volume.annotations())
                .isEqualTo(Map.of(
                        "pv.kubernetes.io/provisioned-by", Given.DRIVER,
                        "volume.kubernetes.io/provisioner-deletion-secret-name", "",
                        "volume.kubernetes.io/provisioner-deletion-secret-namespace", ""));
        assertThat(volume.spec().capacity()).hasToString("3Gi");
        assertThat(volume.spec().accessModes()).containsExactly(AccessMode.READ_WRITE_ONCE);
        assertThat(volume.spec().mountOptions()).containsExactly("hard");
        assertThat(volume.spec().reclaimPolicy()).isEqualTo(ReclaimPolicy.DELETE);
        assertThat(volume.spec().storageClassName()).isEqualTo(Given.CLASS);
        assertThat(volume.spec().claimRef()).isEqualTo(new ClaimReference("team", "data", Given.UID, "7"));
        assertThat(volume.spec().volumeMode()).isNull();
        assertThat(volume.spec().nodeAffinity()).isNull();
        assertThat(volume.spec().source())
                .isEqualTo(new VolumeSource.Csi(
                        Given.DRIVER,
                        "handle#1",
                        false,
                        "",
                        Map.of("storage.kubernetes.io/csiProvisionerIdentity", "17-1-x", "share", "/x"),
                        VolumeSource.SecretReferences.NONE));
    }

    @Test
    void secretsLieInAnnotationsAndSource() {
        var storageClass = aClass().with(Map.of(PREFIX + "secret-name", "k", PREFIX + "secret-namespace", "s"))
                .build();

        var volume = build(aClaim().build(), storageClass, made, RULES);

        var secret = new SecretReference("s", "k");
        assertThat(volume.csi().orElseThrow().secrets())
                .isEqualTo(new VolumeSource.SecretReferences(secret, secret, secret, secret, secret));
        assertThat(volume.annotations())
                .containsEntry("volume.kubernetes.io/provisioner-deletion-secret-name", "k")
                .containsEntry("volume.kubernetes.io/provisioner-deletion-secret-namespace", "s")
                .containsEntry("volume.kubernetes.io/controller-modify-secret-name", "k")
                .containsEntry("volume.kubernetes.io/controller-modify-secret-namespace", "s");
    }

    @Test
    void theDriverMaySayWhoMadeTheVolume() {
        var own = made.toBuilder()
                .putVolumeContext("storage.kubernetes.io/csiProvisionerIdentity", "me")
                .build();

        var volume = build(aClaim().build(), aClass().build(), own, RULES);

        assertThat(volume.csi().orElseThrow().attributes())
                .containsEntry("storage.kubernetes.io/csiProvisionerIdentity", "me");
    }

    @ParameterizedTest
    @CsvSource({"0, 1Gi", "1073741825, 1073741825", "1610612736, 1536Mi"})
    void capacityIsTheDriversOrTheRequested(long answered, String capacity) {
        var sized = made.toBuilder().setCapacityBytes(answered).build();

        var volume = build(aClaim().build(), aClass().build(), sized, RULES);

        assertThat(volume.spec().capacity()).hasToString(capacity);
    }

    @Test
    void topologyBecomesOneTermEachWithSortedKeys() {
        var located = made.toBuilder()
                .addAccessibleTopology(
                        Topology.newBuilder().putSegments("zone", "a").putSegments("rack", "1"))
                .addAccessibleTopology(Topology.getDefaultInstance())
                .addAccessibleTopology(Topology.newBuilder().putSegments("zone", "b"))
                .build();

        var volume = build(aClaim().build(), aClass().build(), located, RULES);

        assertThat(volume.spec().nodeAffinity())
                .containsExactly(
                        new NodeTerm(
                                List.of(Requirement.in("rack", List.of("1")), Requirement.in("zone", List.of("a")))),
                        new NodeTerm(List.of(Requirement.in("zone", List.of("b")))));
    }

    @Test
    void onlyEmptyTopologiesOrTopologyOffMeanNoAffinity() {
        var empty = made.toBuilder()
                .addAccessibleTopology(Topology.getDefaultInstance())
                .build();
        var located = made.toBuilder()
                .addAccessibleTopology(Topology.newBuilder().putSegments("z", "a"))
                .build();
        var off = new VolumeRules(Given.DRIVER, "17-1-x", false, false, true);

        assertThat(build(aClaim().build(), aClass().build(), empty, RULES)
                        .spec()
                        .nodeAffinity())
                .isNull();
        assertThat(build(aClaim().build(), aClass().build(), located, off)
                        .spec()
                        .nodeAffinity())
                .isNull();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
            flag  | modes                            | readOnly
            true  | READ_ONLY_MANY                   | true
            false | READ_ONLY_MANY                   | false
            true  | READ_WRITE_MANY                  | false
            true  | READ_ONLY_MANY READ_WRITE_ONCE   | false
            """)
    void volumesForReadersAloneMayBePublishedReadOnly(boolean flag, String modes, boolean readOnly) {
        var wanted = List.of(modes.split(" ")).stream().map(AccessMode::valueOf).toArray(AccessMode[]::new);
        var rules = new VolumeRules(Given.DRIVER, "17-1-x", true, flag, true);

        var volume = build(aClaim().modes(wanted).build(), aClass().build(), made, rules);

        assertThat(volume.csi().orElseThrow().readOnly()).isEqualTo(readOnly);
    }

    @Test
    void blockVolumesHaveNoFileSystem() {
        var storageClass = aClass().with(Map.of("fstype", "xfs")).build();

        var block = build(aClaim().block().build(), storageClass, made, RULES);
        var mounted = build(aClaim().filesystem().build(), storageClass, made, RULES);

        assertThat(block.spec().volumeMode()).isEqualTo(VolumeMode.BLOCK);
        assertThat(block.csi().orElseThrow().fsType()).isEmpty();
        assertThat(mounted.spec().volumeMode()).isEqualTo(VolumeMode.FILESYSTEM);
        assertThat(mounted.csi().orElseThrow().fsType()).isEqualTo("xfs");
    }

    @Test
    void aClassWithoutPolicyLeavesItToTheServer() {
        assertThat(build(aClaim().build(), aClass().reclaim(null).build(), made, RULES)
                        .spec()
                        .reclaimPolicy())
                .isNull();
    }

    private static Volume build(
            Claim claim, StorageClass storageClass, io.csi4j.spec.v1.Volume answered, VolumeRules rules) {
        var step = CreateRequest.of(
                claim, storageClass, driver(), new RequestRules("pvc", -1, "", false, false), NOTHING_AROUND);
        return switch (step) {
            case Step.Ready<CreateRequest>(var request) ->
                PersistentVolumes.of(claim, storageClass, request, answered, rules);
            case Step.Blocked<CreateRequest>(var obstacle) -> throw new AssertionError(obstacle);
        };
    }

    private static final CreateRequest.Surroundings NOTHING_AROUND = new CreateRequest.Surroundings() {
        @Override
        public Step<DataSource> reach(DataSource source) {
            throw new AssertionError("no source is elsewhere");
        }

        @Override
        public Step<VolumeContentSource> content(ContentSource source) {
            throw new AssertionError("no volume begins with content");
        }

        @Override
        public Step<Optional<TopologyRequirement>> accessibility() {
            return Step.ready(Optional.empty());
        }

        @Override
        public Step<Map<String, String>> secret(SecretReference reference) {
            return Step.ready(Map.of());
        }

        @Override
        public Step<Map<String, String>> attributesClass(String name) {
            return Step.ready(Map.of());
        }
    };
}
