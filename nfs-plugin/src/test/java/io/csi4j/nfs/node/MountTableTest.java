package io.csi4j.nfs.node;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MountTableTest {
    private static final String TEXT = """
        22 1 254:0 / / rw,relatime - ext4 /dev/vda rw
        90 22 0:41 / /pods/a/mount rw,relatime shared:9 - nfs4 10.0.2.2:/share/pvc-1 rw,vers=4.1
        91 90 0:42 /sub /pods/a/mount rw - nfs 10.0.2.2:/upper rw
        92 22 0:43 / /pods/with\\040space\\134x rw master:1 propagate_from:2 - nfs4 [fd00::1]:/a\\040b rw
        not a line of the table
        """;

    @Test
    void theTopmostMountOfATargetIsFound() {
        assertThat(MountTable.parse(TEXT).at("/pods/a/mount"))
                .contains(new MountTable.Entry("/pods/a/mount", "nfs", "10.0.2.2:/upper"));
    }

    @Test
    void octalCodesAreRead() {
        assertThat(MountTable.parse(TEXT)
                        .at("/pods/with space\\x")
                        .orElseThrow()
                        .source())
                .isEqualTo("[fd00::1]:/a b");
    }

    @Test
    void aTargetIsComparedWithoutDotsAndDoubleSlashes() {
        assertThat(MountTable.parse(TEXT).at("/pods//a/./mount/")).isPresent();
        assertThat(MountTable.parse(TEXT).at("/pods/a")).isEmpty();
    }
}
