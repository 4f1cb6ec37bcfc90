package io.csi4j.bench.figure;

import org.jspecify.annotations.Nullable;

/**
 * What a figure of ours must reach.
 *
 * @param value a figure in the measure's unit, or for the kinds with a peer a factor
 */
public record Goal(Kind kind, double value) {
    /** Nothing to reach: the figure is reported. */
    public static final Goal NONE = new Goal(Kind.REPORTED, 0);

    /** What the value means. */
    public enum Kind {
        REPORTED,
        AT_LEAST,
        AT_MOST,
        /** At least that many times what upstream reaches in the same run. */
        AT_LEAST_PEER,
        /** At most that many times what upstream needs in the same run. */
        AT_MOST_PEER
    }

    /** Whether it was reached. */
    public enum Verdict {
        REACHED,
        MISSED,
        /** No goal, or upstream was not measured. */
        OPEN
    }

    public static Goal atLeast(double value) {
        return new Goal(Kind.AT_LEAST, value);
    }

    public static Goal atMost(double value) {
        return new Goal(Kind.AT_MOST, value);
    }

    /** Upstream's figure of the same run, times the factor, or more. */
    public static Goal atLeastPeer(double factor) {
        return new Goal(Kind.AT_LEAST_PEER, factor);
    }

    /** Upstream's figure of the same run, times the factor, or less. */
    public static Goal atMostPeer(double factor) {
        return new Goal(Kind.AT_MOST_PEER, factor);
    }

    /** What came of it; {@code peer} is null where upstream was not measured. */
    public Verdict verdict(double ours, @Nullable Double peer) {
        return switch (kind) {
            case REPORTED -> Verdict.OPEN;
            case AT_LEAST -> reached(ours >= value);
            case AT_MOST -> reached(ours <= value);
            case AT_LEAST_PEER -> peer == null ? Verdict.OPEN : reached(ours >= value * peer);
            case AT_MOST_PEER -> peer == null ? Verdict.OPEN : reached(ours <= value * peer);
        };
    }

    /** For the table: {@code ≥ 40}, {@code ≤ 1.2 × upstream}; empty without a goal. */
    public String text() {
        return switch (kind) {
            case REPORTED -> "";
            case AT_LEAST -> "≥ " + Numbers.text(value);
            case AT_MOST -> "≤ " + Numbers.text(value);
            case AT_LEAST_PEER -> "≥ " + peerText();
            case AT_MOST_PEER -> "≤ " + peerText();
        };
    }

    private String peerText() {
        return value == 1 ? "upstream" : Numbers.text(value) + " × upstream";
    }

    private static Verdict reached(boolean isReached) {
        return isReached ? Verdict.REACHED : Verdict.MISSED;
    }
}
