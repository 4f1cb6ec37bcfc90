package io.csi4j.nfs.share;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MountOptionsTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, nullValues = "none", textBlock = """
        options                                   | needs the kernel for
        ''                                        | none
        nfsvers=4.1                               | none
        nfsvers=4,hard,timeo=600,retrans=2        | none
        vers=4.2,noatime,nconnect=8,rsize=1048576 | none
        nfsvers=4.1,sec=sys                       | none
        port=20490,proto=tcp                      | none
        rw,x-systemd.automount                    | none
        nfsvers=3                                 | nfsvers=3
        vers=2                                    | vers=2
        v3                                        | v3
        sec=krb5                                  | sec=krb5
        nfsvers=4.1,sec=krb5p                     | sec=krb5p
        hard,xprtsec=mtls                         | xprtsec=mtls
        proto=rdma                                | proto=rdma
        rdma                                      | rdma
        proto=udp                                 | proto=udp
        port=nonsense                             | port=nonsense
        somethingnew=1                            | somethingnew=1
        """)
    void optionsOnlyTheKernelHonoursAreFound(String options, String option) {
        assertThat(MountOptions.of(List.of(options)).kernelOnly().orElse(null)).isEqualTo(option);
    }

    @Test
    void listsAndCommasAreOneOrder() {
        assertThat(MountOptions.of(List.of("nfsvers=4.1,hard", " ro ", "", "timeo=5,")))
                .hasToString("nfsvers=4.1,hard,ro,timeo=5");
    }

    @ParameterizedTest
    @CsvSource({"'', false", "'hard,ro', true", "rw, false", "'ro,rw', false", "'rw,ro', true", "'rop=1', false"})
    void theLastOfReadOnlyAndReadWriteCounts(String options, boolean readOnly) {
        assertThat(MountOptions.of(List.of(options)).areReadOnly()).isEqualTo(readOnly);
    }

    @Test
    void theLastPortCounts() {
        assertThat(MountOptions.of(List.of("port=1", "port=20490")).port()).isEqualTo(OptionalInt.of(20490));
        assertThat(MountOptions.NONE.port()).isEmpty();
    }
}
