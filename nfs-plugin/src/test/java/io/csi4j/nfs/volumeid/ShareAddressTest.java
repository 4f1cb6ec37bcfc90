package io.csi4j.nfs.volumeid;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShareAddressTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
        server    | share  | sub dir | source
        s         | /      | pvc-1   | s:/pvc-1
        s         | /a/b/  | pvc-1   | s:/a/b/pvc-1
        s         | /a/b   | n/c     | s:/a/b/n/c
        s         | /a/b/  | ''      | s:/a/b/
        s         | data   | ''      | s:/data
        s         | data   | x       | s:/data/x
        fd00::1   | /x     | pvc-1   | [fd00::1]:/x/pvc-1
        [fd00::1] | /x     | pvc-1   | [fd00::1]:/x/pvc-1
        """)
    void mountSourceOfANode(String server, String share, String subDir, String source) {
        assertThat(ShareAddress.mountSource(server, share, subDir)).contains(source);
    }

    @ParameterizedTest
    @CsvSource({"/a/../b, x", "/a, ../x", "/a, x/../../y", "'/a\\..', x"})
    void mountSourceThatClimbsIsRefused(String share, String subDir) {
        assertThat(ShareAddress.mountSource("s", share, subDir)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"fd00::1, fd00::1", "[fd00::1], fd00::1", "host, host"})
    void theResolverGetsNoBrackets(String server, String host) {
        assertThat(ShareAddress.of(server, "x").host()).isEqualTo(host);
    }
}
