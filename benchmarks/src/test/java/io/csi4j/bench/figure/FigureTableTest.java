package io.csi4j.bench.figure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FigureTableTest {
    private static final RowFigures CLAIMS = new RowFigures(
            "claims",
            "200 claims",
            "2026-11-21",
            List.of(
                    new MeasureFigures(
                            Measure.of("bound", "/s").must(Goal.atLeast(40)),
                            Map.of("csi4j", List.of(44.0, 45.0, 43.0), "upstream", List.of(5.0))),
                    new MeasureFigures(Measure.of("events", ""), Map.of("csi4j", List.of(1.0)))),
            List.of());

    @Test
    void aTerminalGetsColumns() {
        assertThat(FigureTable.of(List.of(CLAIMS)).text()).isEqualTo("""
                row     measure  unit  csi4j        upstream  ratio  must reach
                claims  bound    /s    44 (43..45)  5         8.8 ×  ≥ 40        reached
                        events         1
                """);
    }

    @Test
    void aPageGetsMarkdown() {
        assertThat(FigureTable.of(List.of(CLAIMS)).markdown()).isEqualTo("""
                | row | measure | unit | csi4j | upstream | ratio | must reach |  |
                |---|---|---|---|---|---|---|---|
                | claims | bound | /s | 44 (43..45) | 5 | 8.8 × | ≥ 40 | reached |
                |  | events |  | 1 |  |  |  |  |
                """);
    }
}
