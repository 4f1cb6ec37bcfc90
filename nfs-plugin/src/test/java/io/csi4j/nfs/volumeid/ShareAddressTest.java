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
    @CsvSource({
        "s, /a/../b, x",
        "s, /a, ../x",
        "s, /a, x/../../y",
        "s, '/a\\..', x",
        "s/../t, /a, x",
        "'s\\..', /a, x",
        ".., /a, x"
    })
    void mountSourceThatClimbsIsRefused(String server, String share, String subDir) {
        assertThat(ShareAddress.mountSource(server, share, subDir)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"fd00::1, fd00::1", "[fd00::1], fd00::1", "host, host"})
    void theResolverGetsNoBrackets(String server, String host) {
        assertThat(ShareAddress.of(server, "x").host()).isEqualTo(host);
    }
}
