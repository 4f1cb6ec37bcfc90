package io.csi4j.sidecar.launch;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class VersionTest {
    @Test
    void theStampOfTheBuildIsTheVersion() {
        assertThat(Version.stampOr("v1.2.3-4-gabc")).isEqualTo("v1.2.3-4-gabc");
    }

    @Test
    void aBuildWithoutStampIsUnknown() {
        assertThat(Version.stampOr(null)).isEqualTo("unknown");
        assertThat(Version.line("/csi-attacher")).isEqualTo("/csi-attacher unknown");
    }
}
