package io.csi4j.nfs.controller;

import static org.assertj.core.api.Assertions.assertThat;

import io.csi4j.nfs.share.MountOptions;
import io.csi4j.nfs.volumeid.ShareAddress;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which mount options a call gets that is not told any by a capability: contract 3.2 and 3.4. */
class KnownOptionsTest {
    private static final ShareAddress SHARE = ShareAddress.of("s", "/x");

    private final KnownOptions known = new KnownOptions();

    private static MountOptions options(String text) {
        return MountOptions.of(List.of(text));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
        secret key   | secret      | class | last volume's | options
        none         | ''          | ''    | ''            | ''
        none         | ''          | ''    | hard          | hard
        mountOptions | nfsvers=4.1 | ''    | hard          | nfsvers=4.1
        MOUNTOPTIONS | nfsvers=4.1 | ''    | hard          | nfsvers=4.1
        mountOptions | ''          | ''    | hard          | hard
        password     | nfsvers=4.1 | ''    | hard          | hard
        none         | ''          | acl   | hard          | acl
        mountOptions | nfsvers=4.1 | acl   | hard          | nfsvers=4.1,acl
        """)
    void secretAndClassGoBeforeWhatTheLastVolumeHad(
            String key, String secret, String ofClass, String last, String expected) {
        known.remember(SHARE, options(last));

        assertThat(known.of(SHARE, Map.of(key, secret), ofClass)).hasToString(expected);
    }

    @Test
    void theLastVolumeOfTheSameShareCounts() {
        known.remember(SHARE, options("nfsvers=4.0"));
        known.remember(SHARE, options("nfsvers=4.2"));

        assertThat(known.of(SHARE, Map.of())).hasToString("nfsvers=4.2");
        assertThat(known.of(ShareAddress.of("s", "/y"), Map.of())).isEqualTo(MountOptions.NONE);
    }
}
