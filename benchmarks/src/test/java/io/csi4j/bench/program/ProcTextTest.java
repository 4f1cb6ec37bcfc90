package io.csi4j.bench.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class ProcTextTest {
    @Test
    void processorTimeIsUserAndKernelTicksBehindTheName() {
        String stat = "42 (a) b) S 1 42 42 0 -1 4194560 2000 0 0 0 150 30 0 0 20 0 9 0 100 1000 200 18446744073\n";

        assertThat(ProcText.cpuSeconds(stat)).isEqualTo(1.8);
    }

    @Test
    void memoryIsReadFromTheRollup() {
        List<String> rollup = List.of(
                "00400000-7ffd0000 ---p 00000000 00:00 0 [rollup]",
                "Rss:               62464 kB",
                "Pss:               31232 kB",
                "Pss_Anon:          20000 kB");

        assertThat(ProcText.memory(rollup)).isEqualTo(new Memory(61, 30.5));
    }

    @Test
    void aRollupWithoutMemoryIsRefused() {
        assertThatThrownBy(() -> ProcText.memory(List.of("Size: 1 kB"))).hasMessageContaining("Rss:");
    }

    @Test
    void timeOfAThreadIsTheFirstField() {
        assertThat(ProcText.nanosOnProcessor("8451234 112 9\n")).isEqualTo(8_451_234);
    }

    @Test
    void aCountOfAGroupIsFoundByItsName() {
        List<String> counts = List.of("oom_kill_disable 0", "under_oom 0", "oom_kill 3");

        assertThat(ProcText.count("oom_kill", counts)).isEqualTo(3);
        assertThatThrownBy(() -> ProcText.count("oom", counts)).hasMessageContaining("oom_kill 3");
    }
}
