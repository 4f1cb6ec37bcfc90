package io.csi4j.bench.figure;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** All figures as one table, a line a measure: for a terminal or for a page. */
public final class FigureTable {
    private static final List<String> HEADINGS =
            List.of("row", "measure", "unit", "csi4j", "upstream", "ratio", "must reach", "");

    private final List<List<String>> lines;

    private FigureTable(List<List<String>> lines) {
        this.lines = lines;
    }

    public static FigureTable of(List<RowFigures> rows) {
        List<List<String>> lines = new ArrayList<>();
        lines.add(HEADINGS);
        for (RowFigures row : rows) {
            String name = row.name();
            for (MeasureFigures figures : row.measures()) {
                lines.add(line(name, figures));
                name = "";
            }
        }
        return new FigureTable(lines);
    }

    /** Columns of equal width. */
    public String text() {
        List<Integer> widths = new ArrayList<>();
        for (int column = 0; column < HEADINGS.size(); column++) {
            int at = column;
            widths.add(
                    lines.stream().mapToInt(line -> line.get(at).length()).max().orElse(0));
        }
        StringBuilder text = new StringBuilder();
        for (List<String> line : lines) {
            StringBuilder row = new StringBuilder();
            for (int column = 0; column < line.size(); column++) {
                String cell = line.get(column);
                row.append(cell).repeat(' ', widths.get(column) - cell.length() + 2);
            }
            text.append(row.toString().stripTrailing()).append('\n');
        }
        return text.toString();
    }

    /** A table of Markdown. */
    public String markdown() {
        StringBuilder text = new StringBuilder();
        text.append(markdown(lines.getFirst()));
        text.append("|---".repeat(HEADINGS.size())).append("|\n");
        lines.stream().skip(1).forEach(line -> text.append(markdown(line)));
        return text.toString();
    }

    private static String markdown(List<String> line) {
        return line.stream().collect(Collectors.joining(" | ", "| ", " |\n"));
    }

    private static List<String> line(String name, MeasureFigures figures) {
        Measure measure = figures.measure();
        return List.of(
                name,
                measure.label(),
                measure.unit(),
                figures.of(MeasureFigures.OURS).map(Summary::text).orElse(""),
                figures.of(MeasureFigures.UPSTREAM).map(Summary::text).orElse(""),
                figures.ratio().map(ratio -> Numbers.text(ratio) + " ×").orElse(""),
                measure.goal().text(),
                verdict(figures.verdict()));
    }

    private static String verdict(Goal.Verdict verdict) {
        return switch (verdict) {
            case REACHED -> "reached";
            case MISSED -> "MISSED";
            case OPEN -> "";
        };
    }
}
