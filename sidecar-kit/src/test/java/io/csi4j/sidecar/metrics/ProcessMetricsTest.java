package io.csi4j.sidecar.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProcessMetricsTest {
    @Test
    void cpuTimeIsUserPlusSystemWhateverTheCommandIsCalled() {
        String stat = "42 (a) b (c)) S 1 2 3 4 5 6 7 8 9 10 150 50 0 0 20 0 9 0 100";

        assertThat(ProcessMetrics.cpuSeconds(stat)).isEqualTo(2.0);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
            line                                            | most
            Max open files   1024     524288    files       | 1024
            Max open files   unlimited  unlimited  files    | Infinity
            Max processes    7        7         processes   | 0
            """)
    void theLimitOfOpenFilesIsTheSoftOne(String line, double most) {
        assertThat(ProcessMetrics.mostFiles("Limit   Soft   Hard\n" + line)).isEqualTo(most);
    }

    @Test
    void aStatusValueStandsBehindItsKey() {
        assertThat(ProcessMetrics.valueOf("VmRSS:", "VmSize:\t  10 kB\nVmRSS:\t  61500 kB\n"))
                .isEqualTo(61500);
        assertThat(ProcessMetrics.valueOf("Threads:", "")).isZero();
    }

    @Test
    void aProcessShowsItsStartMemoryFilesAndHeap() {
        String page = MetricsRegistry.ofThisProcess().page();

        assertThat(page)
                .contains("# HELP process_start_time_seconds [ALPHA] Start time of the process since unix epoch")
                .containsPattern("\nprocess_start_time_seconds 1\\.[0-9]+e\\+09\n")
                .containsPattern("\nprocess_resident_memory_bytes [1-9]")
                .containsPattern("\nprocess_open_fds [1-9]")
                .containsPattern("\njvm_memory_used_bytes\\{area=\"heap\"} [1-9]");
    }
}
