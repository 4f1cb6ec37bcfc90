package io.csi4j.bench.page;

import io.csi4j.bench.figure.Chart;
import io.csi4j.bench.figure.FigureTable;
import io.csi4j.bench.figure.RowFigures;
import java.util.List;

/** The part of the page that is made of figures, between two marks; all else is written by hand. Pure. */
final class PageText {
    static final String BEGIN = "<!-- figures: written by ./bench -->";
    static final String END = "<!-- end of figures -->";
    static final String EMPTY = "# Performance\n\n" + BEGIN + "\n" + END + "\n";

    private PageText() {}

    /**
     * The page with its figures replaced.
     *
     * @param folder of the pictures, relative to the page
     * @throws IllegalArgumentException if the marks are missing
     */
    static String with(String page, List<RowFigures> rows, String folder) {
        int begin = page.indexOf(BEGIN);
        int end = page.indexOf(END);
        if (begin < 0 || end < begin) {
            throw new IllegalArgumentException(
                    "need the lines " + BEGIN + " and " + END + " in the page, in that order");
        }
        return page.substring(0, begin) + BEGIN + "\n" + figures(rows, folder) + page.substring(end);
    }

    private static String figures(List<RowFigures> rows, String folder) {
        StringBuilder text = new StringBuilder("\n").append(FigureTable.of(rows).markdown());
        text.append("\n| row | what was done | measured |\n|---|---|---|\n");
        for (RowFigures row : rows) {
            text.append("| ")
                    .append(row.name())
                    .append(" | ")
                    .append(row.title().replace("|", "\\|"));
            text.append(" | ").append(row.day()).append(" |\n");
        }
        text.append('\n');
        for (RowFigures row : rows) {
            for (Chart chart : row.charts()) {
                text.append("![").append(chart.title()).append("](");
                text.append(folder).append('/').append(chart.name()).append(".svg)\n\n");
            }
        }
        return text.toString();
    }
}
