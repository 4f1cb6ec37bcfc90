package io.csi4j.sidecar.csi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.csi4j.sidecar.launch.Exit;
import io.csi4j.sidecar.launch.StartupException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DriverAddressTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
            flag                        | kind       | shown as
            /csi/csi.sock               | UnixSocket | /csi/csi.sock
            unix:///csi/csi.sock        | UnixSocket | /csi/csi.sock
            unix:/csi/csi.sock          | UnixSocket | /csi/csi.sock
            localhost:10000             | TcpPort    | localhost:10000
            127.0.0.1:10000             | TcpPort    | 127.0.0.1:10000
            [::1]:10000                 | TcpPort    | [::1]:10000
            :10000                      | TcpPort    | :10000
            dns:///driver.svc:10000     | TcpPort    | driver.svc:10000
            passthrough:///driver:10000 | TcpPort    | driver:10000
            """)
    void aFormOfTheContractIsRead(String flag, String kind, String shownAs) {
        DriverAddress address = DriverAddress.parse(flag);

        assertThat(address.getClass().getSimpleName()).isEqualTo(kind);
        assertThat(address).hasToString(shownAs);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "csi.sock", "run/csi.sock", "./csi.sock", "unix://csi.sock", "localhost", "h:1:2", "h:70000"
            })
    void anythingElseIsRefusedWithWhatIsWanted(String flag) {
        assertThatExceptionOfType(StartupException.class)
                .isThrownBy(() -> DriverAddress.parse(flag))
                .withMessageStartingWith("need ")
                .satisfies(refusal -> assertThat(refusal.exit()).isEqualTo(Exit.FAILURE));
    }

    @Test
    void aSocketPathMayHaveOneHundredAndSevenBytes() {
        String longest = "/" + "p".repeat(DriverAddress.MAX_PATH_BYTES - 1);

        assertThat(DriverAddress.parse(longest)).hasToString(longest);
        assertThatExceptionOfType(StartupException.class)
                .isThrownBy(() -> DriverAddress.parse(longest + "p"))
                .withMessageContaining("at most 107 bytes, got 108");
    }

    @Test
    void theLimitCountsBytesNotCharacters() {
        String umlauts = "/" + "ä".repeat(53);

        assertThat(DriverAddress.parse(umlauts)).hasToString(umlauts);
        assertThatExceptionOfType(StartupException.class).isThrownBy(() -> DriverAddress.parse(umlauts + "p"));
    }
}
