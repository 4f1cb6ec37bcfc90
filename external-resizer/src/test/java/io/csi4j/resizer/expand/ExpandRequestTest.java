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
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExpandRequestTest {
    private static final Quantity SIZE = Quantity.parse("1500m").orElseThrow();

    /** The table of contract common.md, section 9. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
            modes                           | plain                    | knows writers
            ReadWriteOncePod                | SINGLE_NODE_WRITER       | SINGLE_NODE_SINGLE_WRITER
            ReadWriteOncePod ReadWriteOnce  | error                    | error
            ReadWriteOncePod ReadWriteMany  | error                    | error
            ReadWriteMany                   | MULTI_NODE_MULTI_WRITER  | MULTI_NODE_MULTI_WRITER
            ReadWriteMany ReadWriteOnce     | MULTI_NODE_MULTI_WRITER  | MULTI_NODE_MULTI_WRITER
            ReadWriteMany ReadOnlyMany      | MULTI_NODE_MULTI_WRITER  | MULTI_NODE_MULTI_WRITER
            ReadOnlyMany ReadWriteOnce      | error                    | error
            ReadOnlyMany                    | MULTI_NODE_READER_ONLY   | MULTI_NODE_READER_ONLY
            ReadWriteOnce                   | SINGLE_NODE_WRITER       | SINGLE_NODE_MULTI_WRITER
                                            | error                    | error
            SomethingNew                    | error                    | error
            """)
    void accessModesAsASetDecideTheMode(@Nullable String modes, String plain, String knowing) {
        var set = EnumSet.noneOf(AccessMode.class);
        if (modes != null) {
            Arrays.stream(modes.split(" ", -1)).map(AccessMode::of).forEach(set::add);
        }

        assertThat(text(Usage.mode(set, false))).isEqualTo(plain);
        assertThat(text(Usage.mode(set, true))).isEqualTo(knowing);
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

    private static String text(Step<Mode> step) {
        return step instanceof Step.Ready<Mode>(var mode) ? mode.name() : "error";
    }
}
