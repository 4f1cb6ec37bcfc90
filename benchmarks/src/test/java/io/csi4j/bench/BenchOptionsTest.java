package io.csi4j.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.csi4j.sidecar.launch.StartupException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BenchOptionsTest {
    @Test
    void withoutWordsAllRowsAreMeasuredInFull() {
        assertThat(BenchOptions.parse(List.of())).isEqualTo(new BenchOptions(false, false, 0, List.of()));
    }

    @Test
    void everyWordReachesItsField() {
        List<String> words = List.of("--quick", "--list", "--rounds", "5", "--row", "idle", "--row", "start");

        assertThat(BenchOptions.parse(words)).isEqualTo(new BenchOptions(true, true, 5, List.of("idle", "start")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"--rows", "--row", "--rounds", "--rounds 0", "--rounds x", "quick"})
    void aWrongWordIsRefused(String line) {
        assertThatThrownBy(() -> BenchOptions.parse(List.of(line.split(" ")))).isInstanceOf(StartupException.class);
    }
}
