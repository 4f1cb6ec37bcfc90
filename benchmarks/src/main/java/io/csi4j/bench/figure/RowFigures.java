package io.csi4j.bench.figure;

import java.util.List;

/**
 * What a row has measured.
 *
 * @param name by which the row is picked
 * @param title what was done, with the sizes of this run
 * @param day when, as {@code 2026-11-30}
 */
public record RowFigures(String name, String title, String day, List<MeasureFigures> measures, List<Chart> charts) {
    public RowFigures {
        measures = List.copyOf(measures);
        charts = List.copyOf(charts);
    }
}
