package io.csi4j.provisioner.request;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DnsNameTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
            text   | label | subdomain
            a      | true  | true
            a-1    | true  | true
            a.b    | false | true
            -a     | false | false
            a-     | false | false
            a..b   | false | false
            a.-b   | false | false
            A      | false | false
            a_b    | false | false
            ''     | false | false
            """)
    void namesHaveTheShapesOfKubernetes(String text, boolean label, boolean subdomain) {
        assertThat(DnsName.isLabel(text)).isEqualTo(label);
        assertThat(DnsName.isSubdomain(text)).isEqualTo(subdomain);
    }

    @Test
    void lengthsAreLimited() {
        assertThat(DnsName.isLabel("a".repeat(63))).isTrue();
        assertThat(DnsName.isLabel("a".repeat(64))).isFalse();
        assertThat(DnsName.isSubdomain("a".repeat(253))).isTrue();
        assertThat(DnsName.isSubdomain("a".repeat(254))).isFalse();
    }
}
