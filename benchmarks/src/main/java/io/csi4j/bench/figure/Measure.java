package io.csi4j.bench.figure;

/**
 * One quantity that a row measures on each side.
 *
 * @param label what a reader sees, such as {@code bound}
 * @param unit such as {@code /s}, {@code ms}, {@code MB}; empty for a plain count
 */
public record Measure(String label, String unit, Goal goal) {
    /** A quantity without a goal. */
    public static Measure of(String label, String unit) {
        return new Measure(label, unit, Goal.NONE);
    }

    /** The same with what must be reached. */
    public Measure must(Goal wanted) {
        return new Measure(label, unit, wanted);
    }
}
