package io.csi4j.spec;

import static org.assertj.core.api.Assertions.assertThat;

import io.csi4j.spec.registration.RegistrationProto;
import io.csi4j.spec.v1.CsiProto;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class PublishedTableTest {
    private final List<String> ours = SpecTable.of(CsiProto.getDescriptor(), RegistrationProto.getDescriptor());

    @Test
    void nothingPublishedIsMissingOrDifferent() throws IOException {
        assertThat(ours).containsAll(PublishedTable.lines());
    }

    @Test
    void nothingIsAddedToWhatIsPublished() throws IOException {
        assertThat(PublishedTable.lines()).containsAll(ours);
    }

    @Test
    void theTableKnowsSecretsStreamsChoicesAndAlphaParts() {
        assertThat(ours)
                .contains(
                        "field csi.v1.CreateVolumeRequest secrets 5 map<string,string> map csi_secret=true",
                        "field csi.v1.CreateVolumeRequest mutable_parameters 8 map<string,string> map -",
                        "field csi.v1.VolumeCapability block 1 csi.v1.VolumeCapability.BlockVolume oneof:access_type -",
                        "value csi.v1.VolumeCapability.AccessMode.Mode SINGLE_NODE_SINGLE_WRITER 6 alpha_enum_value=true",
                        "call csi.v1.SnapshotMetadata GetMetadataDelta csi.v1.GetMetadataDeltaRequest"
                                + " stream:csi.v1.GetMetadataDeltaResponse -");
    }
}
