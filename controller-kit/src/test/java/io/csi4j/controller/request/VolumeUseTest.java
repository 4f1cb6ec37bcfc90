package io.csi4j.controller.request;

import static org.assertj.core.api.Assertions.assertThat;

import io.csi4j.controller.request.VolumeUse.OneMode;
import io.csi4j.controller.storage.AccessMode;
import io.csi4j.controller.storage.VolumeMode;
import io.csi4j.spec.v1.VolumeCapability.AccessMode.Mode;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VolumeUseTest {
    /** Contract external-attacher.md, 4.3, which common.md, section 9, makes everybody's. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
            modes                            | plain                   | knows writers
            ReadWriteOncePod                 | SINGLE_NODE_WRITER      | SINGLE_NODE_SINGLE_WRITER
            ReadWriteOncePod ReadWriteOnce   | unsupported             | unsupported
            ReadWriteOncePod ReadWriteMany   | unsupported             | unsupported
            ReadWriteMany                    | MULTI_NODE_MULTI_WRITER | MULTI_NODE_MULTI_WRITER
            ReadWriteMany ReadOnlyMany       | MULTI_NODE_MULTI_WRITER | MULTI_NODE_MULTI_WRITER
            ReadWriteOnce ReadWriteMany      | MULTI_NODE_MULTI_WRITER | MULTI_NODE_MULTI_WRITER
            ReadOnlyMany ReadWriteOnce       | unsupported             | unsupported
            ReadWriteOnce ReadOnlyMany       | unsupported             | unsupported
            ReadOnlyMany                     | MULTI_NODE_READER_ONLY  | MULTI_NODE_READER_ONLY
            ReadOnlyMany ReadOnlyMany        | MULTI_NODE_READER_ONLY  | MULTI_NODE_READER_ONLY
            ReadWriteOnce                    | SINGLE_NODE_WRITER      | SINGLE_NODE_MULTI_WRITER
            ReadWriteOnce Unheard            | SINGLE_NODE_WRITER      | SINGLE_NODE_MULTI_WRITER
            Unheard                          | unsupported             | unsupported
                                             | unsupported             | unsupported
            """)
    void allAccessModesComeToOne(@Nullable String modes, String plain, String knowing) {
        List<AccessMode> wanted = Arrays.stream(modes == null ? new String[0] : modes.split(" ", -1))
                .map(AccessMode::of)
                .toList();

        assertThat(text(VolumeUse.oneModeOf(wanted, false))).isEqualTo(plain);
        assertThat(text(VolumeUse.oneModeOf(wanted, true))).isEqualTo(knowing);
    }

    @Test
    void whatIsUnsupportedIsNamed() {
        var modes = List.of(AccessMode.READ_WRITE_ONCE, AccessMode.READ_ONLY_MANY);

        assertThat(VolumeUse.oneModeOf(modes, false))
                .isEqualTo(new OneMode.Unsupported("unsupported access modes [ReadOnlyMany, ReadWriteOnce]: "
                        + "CSI knows no mode for many readers and one writer"));
    }

    @Test
    void aFileSystemIsToldItsTypeAndOptionsABlockVolumeNeither() {
        var files = VolumeUse.capability(Mode.MULTI_NODE_READER_ONLY, VolumeMode.FILESYSTEM, "xfs", List.of("noatime"));
        var block = VolumeUse.capability(Mode.MULTI_NODE_READER_ONLY, VolumeMode.BLOCK, "xfs", List.of("noatime"));

        assertThat(files.getMount().getFsType()).isEqualTo("xfs");
        assertThat(files.getMount().getMountFlagsList()).containsExactly("noatime");
        assertThat(block.hasBlock()).isTrue();
        assertThat(List.of(files.getAccessMode(), block.getAccessMode()))
                .allSatisfy(mode -> assertThat(mode.getMode()).isEqualTo(Mode.MULTI_NODE_READER_ONLY));
    }

    private static String text(OneMode mode) {
        return switch (mode) {
            case OneMode.Told(var told) -> told.name();
            case OneMode.Unsupported _ -> "unsupported";
        };
    }
}
