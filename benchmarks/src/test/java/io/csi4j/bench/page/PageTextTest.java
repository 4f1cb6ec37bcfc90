package io.csi4j.bench.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.csi4j.bench.figure.Chart;
import io.csi4j.bench.figure.RowFigures;
import java.util.List;
import org.junit.jupiter.api.Test;

class PageTextTest {
    private static final RowFigures ROW = new RowFigures(
            "idle",
            "nothing | at all",
            "2026-11-21",
            List.of(),
            List.of(new Chart("idle-memory", "Memory", "s", "MB", List.of())));

    @Test
    void onlyThePartBetweenTheMarksIsWrittenAnew() {
        String page = "by hand\n" + PageText.BEGIN + "\nold figures\n" + PageText.END + "\nmore by hand\n";

        String written = PageText.with(page, List.of(ROW), "performance");

        assertThat(written)
                .startsWith("by hand\n" + PageText.BEGIN)
                .endsWith(PageText.END + "\nmore by hand\n")
                .contains("| idle | nothing \\| at all | 2026-11-21 |", "![Memory](performance/idle-memory.svg)")
                .doesNotContain("old figures");
        assertThat(PageText.with(written, List.of(ROW), "performance")).isEqualTo(written);
    }

    @Test
    void aPageWithoutMarksIsLeftAlone() {
        assertThatThrownBy(() -> PageText.with("by hand", List.of(ROW), "performance"))
                .hasMessageContaining(PageText.BEGIN);
    }
}
