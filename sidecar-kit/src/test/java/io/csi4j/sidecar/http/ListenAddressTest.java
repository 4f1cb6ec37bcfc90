package io.csi4j.sidecar.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.net.InetAddress;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ListenAddressTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
            text            | host      | port
            :8080           | ''        | 8080
            :0              | ''        | 0
            :               | ''        | 0
            localhost:29652 | localhost | 29652
            0.0.0.0:9808    | 0.0.0.0   | 9808
            [::1]:80        | ::1       | 80
            [::]:80         | ::        | 80
            :http           | ''        | 80
            :HTTP           | ''        | 80
            """)
    void addressesFollowGosRules(String text, String host, int port) throws IOException {
        assertThat(ListenAddress.parse(text)).isEqualTo(new ListenAddress(host, port));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
            text             | reason
            ''               | missing port in address
            localhost        | missing port in address
            8080             | missing port in address
            [::1]            | missing port in address
            ::1:80           | too many colons in address
            [::1]x:80        | too many colons in address
            [::1:80          | missing ']' in address
            :65536           | invalid port
            :-1              | unknown port
            :no-such-service | unknown port
            """)
    void whatIsNoAddressIsRefused(String text, String reason) {
        assertThatIOException().isThrownBy(() -> ListenAddress.parse(text)).withMessageContaining(reason);
    }

    @Test
    void aNameWithBothFamiliesMeansIpv4() {
        InetAddress six = InetAddress.ofLiteral("::1");
        InetAddress four = InetAddress.ofLiteral("127.0.0.1");

        assertThat(ListenAddress.oneOf(new InetAddress[] {six, four})).isEqualTo(four);
        assertThat(ListenAddress.oneOf(new InetAddress[] {six})).isEqualTo(six);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
            name  | port
            http  | 8000
            www   | 8000
            web   | 8000
            nfs   | 2049
            https | 443
            """)
    void serviceNamesComeFromTheFileFirst(String name, int port) {
        List<String> lines = List.of("# http 1/tcp", "http 7/udp", "http 8000/tcp www web # comment", "nfs\t2049/tcp");

        assertThat(ServiceNames.port(name, lines)).isEqualTo(OptionalInt.of(port));
    }

    @Test
    void aNameNobodyKnowsHasNoPort() {
        assertThat(ServiceNames.port("comment", List.of("http 8000/tcp # comment")))
                .isEmpty();
    }
}
