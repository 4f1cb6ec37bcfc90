package io.csi4j.bench.row;

import io.csi4j.bench.figure.Chart;
import io.csi4j.bench.figure.Measure;
import io.csi4j.bench.figure.MeasureFigures;
import io.csi4j.bench.figure.RowFigures;
import io.csi4j.bench.program.Side;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a row has found so far. Mutable; its lock is itself. */
public final class Samples {
    private final Map<Measure, MeasureFigures> byMeasure = new LinkedHashMap<>();
    private final Map<String, List<Chart.Line>> linesByChart = new LinkedHashMap<>();
    private final Map<String, Chart> charts = new LinkedHashMap<>();
    private String title = "";

    /** What was done, with the sizes. */
    public synchronized void title(String text) {
        title = text;
    }

    synchronized String title() {
        return title;
    }

    /** One figure of a side. */
    public synchronized void add(Side side, Measure measure, double sample) {
        byMeasure.put(
                measure,
                byMeasure
                        .getOrDefault(measure, new MeasureFigures(measure, Map.of()))
                        .with(side.name(), sample));
    }

    /** A plot without lines; the same name again changes nothing. */
    public synchronized void chart(Chart empty) {
        charts.putIfAbsent(empty.name(), empty);
    }

    /** A line of a plot; one of the same label takes its place, so that the last round is shown. */
    public synchronized void line(String chart, Chart.Line line) {
        List<Chart.Line> lines = linesByChart.computeIfAbsent(chart, name -> new ArrayList<>());
        lines.removeIf(earlier -> earlier.label().equals(line.label()));
        lines.add(line);
    }

    /** All of it. */
    public synchronized RowFigures figures(String row, String day) {
        List<Chart> drawn = charts.values().stream()
                .map(chart -> new Chart(
                        chart.name(),
                        chart.title(),
                        chart.across(),
                        chart.upwards(),
                        linesByChart.getOrDefault(chart.name(), List.of())))
                .toList();
        return new RowFigures(row, title, day, List.copyOf(byMeasure.values()), drawn);
    }
}
