package io.csi4j.bench.figure;

import java.util.Locale;

/** Figures as a reader wants them: three digits that count, thousands grouped. */
public final class Numbers {
    private Numbers() {}

    /** 0.0312 as {@code 0.031}, 5.1 as {@code 5.1}, 49.52 as {@code 49.5}, 1432 as {@code 1,432}. */
    public static String text(double value) {
        double size = Math.abs(value);
        if (size >= 100 || value == Math.rint(value)) {
            return String.format(Locale.ROOT, "%,d", Math.round(value));
        }
        if (size >= 1) {
            return String.format(Locale.ROOT, "%.1f", value);
        }
        return size >= 0.1 ? String.format(Locale.ROOT, "%.2f", value) : String.format(Locale.ROOT, "%.3f", value);
    }
}
