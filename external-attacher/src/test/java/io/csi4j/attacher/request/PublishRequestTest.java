package io.csi4j.attacher.request;

import static io.csi4j.samples.Samples.aVolume;
import static org.assertj.core.api.Assertions.assertThat;

import io.csi4j.controller.storage.AccessMode;
import io.csi4j.controller.storage.Volume;
import io.csi4j.controller.storage.VolumeSource;
import io.csi4j.samples.VolumeSample;
import io.csi4j.spec.v1.ControllerPublishVolumeRequest;
import io.csi4j.spec.v1.VolumeCapability;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PublishRequestTest {
    private static final Abilities PLAIN = new Abilities(true, false, false, false);
    private static final Abilities READ_ONLY = new Abilities(true, true, false, false);
    private static final Abilities WRITERS = new Abilities(true, false, true, false);

    /** Contract 4.3. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
                    modes                            | plain                   | with writers
                    ReadWriteOncePod                 | SINGLE_NODE_WRITER      | SINGLE_NODE_SINGLE_WRITER
                    ReadWriteOncePod ReadWriteOnce   | refused                 | refused
                    ReadWriteOncePod ReadWriteMany   | refused                 | refused
                    ReadWriteMany                    | MULTI_NODE_MULTI_WRITER | MULTI_NODE_MULTI_WRITER
                    ReadWriteMany ReadOnlyMany       | MULTI_NODE_MULTI_WRITER | MULTI_NODE_MULTI_WRITER
                    ReadWriteOnce ReadWriteMany      | MULTI_NODE_MULTI_WRITER | MULTI_NODE_MULTI_WRITER
                    ReadOnlyMany ReadWriteOnce       | refused                 | refused
                    ReadWriteOnce ReadOnlyMany       | refused                 | refused
                    ReadOnlyMany                     | MULTI_NODE_READER_ONLY  | MULTI_NODE_READER_ONLY
                    ReadOnlyMany ReadOnlyMany        | MULTI_NODE_READER_ONLY  | MULTI_NODE_READER_ONLY
                    ReadWriteOnce                    | SINGLE_NODE_WRITER      | SINGLE_NODE_MULTI_WRITER
                    Unheard                          | refused                 | refused
                                                     | refused                 | refused
                    """)
    void allAccessModesComeToOne(String modes, String plain, String writers) {
        var wanted = Arrays.stream(modes == null ? new String[0] : modes.split(" ", -1))
                .map(AccessMode::of)
                .toArray(AccessMode[]::new);

        assertThat(mode(aVolume().modes(wanted), PLAIN)).isEqualTo(plain);
        assertThat(mode(aVolume().modes(wanted), WRITERS)).isEqualTo(writers);
    }

    @Test
    void handleAndAllAttributesAreTold() {
        var request = request(
                aVolume().servedBy("any", "handle-7").withAttribute("a", "1").withAttribute("b", "2"), PLAIN, "");

        assertThat(request.getVolumeId()).isEqualTo("handle-7");
        assertThat(request.getVolumeContextMap()).isEqualTo(Map.of("a", "1", "b", "2"));
        assertThat(request.getNodeId()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
                    volume | driver | told
                    true   | true   | true
                    true   | false  | false
                    false  | true   | false
                    false  | false  | false
                    """)
    void readOnlyIsToldToDriversThatKnowIt(boolean volume, boolean driver, boolean told) {
        var sample = volume ? aVolume().readOnly() : aVolume();

        assertThat(request(sample, driver ? READ_ONLY : PLAIN, "").getReadonly())
                .isEqualTo(told);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
                    own  | flag | told
                    ext4 | xfs  | ext4
                    ext4 |      | ext4
                         | xfs  | xfs
                         |      |
                    """)
    void aVolumesOwnFileSystemGoesBeforeTheFlags(String own, String flag, String told) {
        var sample = aVolume().formatted(own == null ? "" : own);

        assertThat(capability(sample, flag == null ? "" : flag).getMount().getFsType())
                .isEqualTo(told == null ? "" : told);
    }

    @Test
    void mountOptionsAreToldInTheirOrder() {
        var volume = aVolume().record();
        var spec = withMountOptions(volume.spec(), List.of("hard", "nolock"));

        var request = ready(CsiVolume.inline("v", spec).then(csi -> PublishRequest.of(csi, PLAIN, "")));

        assertThat(request.getVolumeCapability().getMount().getMountFlagsList()).containsExactly("hard", "nolock");
    }

    @Test
    void aBlockVolumeHasNoFileSystem() {
        var capability = capability(aVolume().asBlock().formatted("ext4"), "xfs");

        assertThat(capability.hasBlock()).isTrue();
        assertThat(capability.hasMount()).isFalse();
    }

    @Test
    void aVolumeWithoutCsiSourceIsRefused() {
        var volume = aVolume().record();
        var spec = volume.spec().withSource(new VolumeSource.Other("nfs"));

        assertThat(CsiVolume.of(new Volume(volume.meta(), spec, volume.phase())))
                .isEqualTo(Step.blocked("persistentvolume volume-1 cannot be attached: it has no CSI source"));
        assertThat(CsiVolume.inline("attachment-1", spec))
                .isEqualTo(Step.blocked("the inline volume of attachment-1 has no CSI source"));
    }

    @Test
    void anInTreeVolumeIsTranslatedAndOneThatCannotBeIsRefused() {
        var volume = aVolume().record();

        assertThat(CsiVolume.of(inTree(volume, "vol-1")))
                .isInstanceOfSatisfying(
                        Step.Ready.class,
                        ready -> assertThat(ready.value()).isInstanceOfSatisfying(CsiVolume.class, csi -> {
                            assertThat(csi.migrated()).isTrue();
                            assertThat(csi.csi().volumeHandle()).isEqualTo("vol-1");
                        }));
        assertThat(CsiVolume.of(inTree(volume, "x")))
                .isEqualTo(Step.blocked("persistentvolume volume-1 cannot be attached: need a volume id such as vol-1"
                        + " or aws://zone/vol-1, got x"));
    }

    private static Volume inTree(Volume volume, String id) {
        var source = new VolumeSource.Other("awsElasticBlockStore", Map.of("volumeID", id));
        return new Volume(volume.meta(), volume.spec().withSource(source), volume.phase());
    }

    private static String mode(VolumeSample sample, Abilities driver) {
        return switch (step(sample, driver, "")) {
            case Step.Ready<ControllerPublishVolumeRequest>(var request) ->
                request.getVolumeCapability().getAccessMode().getMode().name();
            case Step.Blocked<ControllerPublishVolumeRequest> _ -> "refused";
        };
    }

    private static VolumeCapability capability(VolumeSample sample, String fsType) {
        return request(sample, PLAIN, fsType).getVolumeCapability();
    }

    private static ControllerPublishVolumeRequest request(VolumeSample sample, Abilities driver, String fsType) {
        return ready(step(sample, driver, fsType));
    }

    private static ControllerPublishVolumeRequest ready(Step<ControllerPublishVolumeRequest> step) {
        return step instanceof Step.Ready<ControllerPublishVolumeRequest>(var request)
                ? request
                : ControllerPublishVolumeRequest.newBuilder()
                        .setVolumeId(step.toString())
                        .build();
    }

    private static Step<ControllerPublishVolumeRequest> step(VolumeSample sample, Abilities driver, String fsType) {
        return CsiVolume.of(sample.record()).then(volume -> PublishRequest.of(volume, driver, fsType));
    }

    private static Volume.Spec withMountOptions(Volume.Spec spec, List<String> options) {
        return new Volume.Spec(
                spec.capacity(),
                spec.accessModes(),
                spec.reclaimPolicy(),
                spec.storageClassName(),
                spec.volumeAttributesClassName(),
                options,
                spec.volumeMode(),
                spec.claimRef(),
                spec.nodeAffinity(),
                spec.source());
    }
}
