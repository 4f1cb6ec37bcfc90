package io.csi4j.bench.row;

/**
 * How much is measured.
 *
 * @param isQuick small sizes, which show that all works and hardly more
 * @param rounds how often a row goes over the sides
 */
public record Scale(boolean isQuick, int rounds) {
    /** The sizes of the table, three rounds. */
    public static Scale full() {
        return new Scale(false, 3);
    }

    /** Small sizes, one round. */
    public static Scale quick() {
        return new Scale(true, 1);
    }

    /** The size for this run. */
    int of(int full, int quick) {
        return isQuick ? quick : full;
    }
}
