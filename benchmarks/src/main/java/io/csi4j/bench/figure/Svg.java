package io.csi4j.bench.figure;

import io.csi4j.bench.figure.Chart.Line;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** A chart as a picture that any browser shows: axes from zero, a line and a label for each line. */
public final class Svg {
    private static final int WIDTH = 760;
    private static final int HEIGHT = 360;
    private static final int LEFT = 70;
    private static final int RIGHT = 740;
    private static final int TOP = 50;
    private static final int BOTTOM = 300;
    private static final int LABEL_WIDTH = 160;
    private static final int LABELS_IN_A_ROW = 4;
    private static final int TICKS = 5;

    /** Told apart also without colour vision: Okabe and Ito, "Color Universal Design", 2008. */
    private static final List<String> COLOURS =
            List.of("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9");

    private final Chart chart;
    private final double stepAcross;
    private final double stepUpwards;
    private final StringBuilder text = new StringBuilder();

    private Svg(Chart chart) {
        this.chart = chart;
        this.stepAcross = step(chart.widest());
        this.stepUpwards = step(chart.highest());
    }

    /** The picture's whole text. */
    public static String of(Chart chart) {
        return new Svg(chart).draw();
    }

    /** Distance of the marks on an axis: 1, 2 or 5 times a power of ten, at most five of them up to {@code most}. */
    static double step(double most) {
        if (most <= 0) {
            return 1;
        }
        double power = Math.pow(10, Math.floor(Math.log10(most / TICKS)));
        for (double factor : new double[] {1, 2, 5}) {
            if (factor * power * TICKS >= most) {
                return factor * power;
            }
        }
        return 10 * power;
    }

    private String draw() {
        text.append(String.format(
                Locale.ROOT,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\""
                        + " font-size=\"12\">%n<rect width=\"%d\" height=\"%d\" fill=\"white\"/>%n",
                WIDTH,
                HEIGHT,
                WIDTH,
                HEIGHT));
        label(WIDTH / 2.0, 20, "middle", chart.title());
        label((LEFT + RIGHT) / 2.0, BOTTOM + 34, "middle", chart.across());
        label(8, TOP - 12, "start", chart.upwards());
        axes();
        for (int i = 0; i < chart.lines().size(); i++) {
            line(i, chart.lines().get(i));
        }
        return text.append("</svg>\n").toString();
    }

    private void axes() {
        for (int i = 0; i <= TICKS; i++) {
            double y = BOTTOM - (double) i / TICKS * (BOTTOM - TOP);
            double x = LEFT + (double) i / TICKS * (RIGHT - LEFT);
            stroke(LEFT, y, RIGHT, y);
            label(LEFT - 6, y + 4, "end", Numbers.text(i * stepUpwards));
            label(x, BOTTOM + 16, "middle", Numbers.text(i * stepAcross));
        }
    }

    private void line(int index, Line line) {
        String colour = COLOURS.get(index % COLOURS.size());
        String points = line.points().stream()
                .map(point -> String.format(
                        Locale.ROOT,
                        "%.1f,%.1f",
                        LEFT + point.x() / (TICKS * stepAcross) * (RIGHT - LEFT),
                        BOTTOM - point.y() / (TICKS * stepUpwards) * (BOTTOM - TOP)))
                .collect(Collectors.joining(" "));
        text.append(String.format(
                Locale.ROOT,
                "<polyline fill=\"none\" stroke=\"%s\" stroke-width=\"2\" points=\"%s\"/>%n",
                colour,
                points));
        int labelRow = index / LABELS_IN_A_ROW;
        double x = LEFT + (double) LABEL_WIDTH * (index % LABELS_IN_A_ROW);
        double y = HEIGHT - 10 - 14.0 * labelRow;
        text.append(String.format(
                Locale.ROOT,
                "<rect x=\"%.1f\" y=\"%.1f\" width=\"10\" height=\"10\" fill=\"%s\"/>%n",
                x,
                y - 9,
                colour));
        label(x + 14, y, "start", line.label());
    }

    private void stroke(double x1, double y1, double x2, double y2) {
        text.append(String.format(
                Locale.ROOT,
                "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"#ccc\"/>%n",
                x1,
                y1,
                x2,
                y2));
    }

    private void label(double x, double y, String anchor, String words) {
        text.append(String.format(
                Locale.ROOT,
                "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>%n",
                x,
                y,
                anchor,
                words.replace("&", "&amp;").replace("<", "&lt;")));
    }
}
