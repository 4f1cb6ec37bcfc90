package io.csi4j.resizer.expand;

import static io.csi4j.resizer.Given.aVolume;
import static org.assertj.core.api.Assertions.assertThat;

import io.csi4j.controller.storage.AccessMode;
import io.csi4j.controller.storage.Quantity;
import io.csi4j.controller.storage.Volume;
import io.csi4j.resizer.claim.Step;
import io.csi4j.spec.v1.CapacityRange;
import io.csi4j.spec.v1.ControllerExpandVolumeRequest;
import io.csi4j.spec.v1.VolumeCapability.AccessMode.Mode;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ExpandRequestTest {
    private static final Quantity SIZE = Quantity.parse("1500m").orElseThrow();

    /** All modes in all combinations: VolumeUseTest of the kit. */
    @Test
    void aDriverThatKnowsWritersIsToldOfThem() {
        var volume = aVolume().modes(List.of(AccessMode.READ_WRITE_ONCE)).build();
        var step = ExpandRequest.of(volume, SIZE, Map.of(), true);

        assertThat(step)
                .isInstanceOfSatisfying(
                        Step.Ready.class,
                        ready -> assertThat(ready.value().toString()).contains(Mode.SINGLE_NODE_MULTI_WRITER.name()));
    }

    @Test
    void aFileSystemVolumeTellsItsTypeAndOptions() {
        var request = request(aVolume().build());

        assertThat(request.getVolumeId()).isEqualTo("handle-1");
        assertThat(request.getCapacityRange())
                .isEqualTo(CapacityRange.newBuilder().setRequiredBytes(2).build());
        assertThat(request.getSecretsMap()).isEqualTo(Map.of("user", "u"));
        assertThat(request.getVolumeCapability().getMount().getFsType()).isEqualTo("ext4");
        assertThat(request.getVolumeCapability().getMount().getMountFlagsList()).containsExactly("hard");
    }

    @Test
    void aBlockVolumeSaysSo() {
        assertThat(request(aVolume().block().build()).getVolumeCapability().hasBlock())
                .isTrue();
    }

    @Test
    void aVolumeWithoutHandleCannotBeExpanded() {
        assertThat(step(aVolume().handle("").build())).isEqualTo(Step.blocked("volume pv-1 has no handle"));
    }

    @Test
    void aVolumeWithoutModesCannotBeExpanded() {
        assertThat(step(aVolume().modes(List.of()).build())).isInstanceOf(Step.Blocked.class);
    }

    private static ControllerExpandVolumeRequest request(Volume volume) {
        return switch (step(volume)) {
            case Step.Ready<ControllerExpandVolumeRequest>(var request) -> request;
            case Step.Blocked<ControllerExpandVolumeRequest>(var message, var conflict) ->
                throw new AssertionError(message);
        };
    }

    private static Step<ControllerExpandVolumeRequest> step(Volume volume) {
        return ExpandRequest.of(volume, SIZE, Map.of("user", "u"), false);
    }
}
