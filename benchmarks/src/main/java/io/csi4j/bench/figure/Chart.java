package io.csi4j.bench.figure;

import java.util.List;
import java.util.stream.Stream;

/**
 * A plot of lines over one axis.
 *
 * @param name of its file, without the ending
 * @param across label of the axis to the right
 * @param upwards label of the axis upwards
 */
public record Chart(String name, String title, String across, String upwards, List<Line> lines) {
    public Chart {
        lines = List.copyOf(lines);
    }

    /** One line; its points in order. */
    public record Line(String label, List<Point> points) {
        public Line {
            points = List.copyOf(points);
        }
    }

    /** One place on a line. */
    public record Point(double x, double y) {}

    /** Largest x of all points, 0 without any. */
    double widest() {
        return points().mapToDouble(Point::x).max().orElse(0);
    }

    /** Largest y of all points, 0 without any. */
    double highest() {
        return points().mapToDouble(Point::y).max().orElse(0);
    }

    private Stream<Point> points() {
        return lines.stream().flatMap(line -> line.points().stream());
    }
}
