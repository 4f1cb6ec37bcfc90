package io.csi4j.bench.row;

import java.time.Duration;

/**
 * How much is measured.
 *
 * @param isQuick small sizes, which show that all works and hardly more
 * @param rounds how often a row goes over the sides
 */
public record Scale(boolean isQuick, int rounds) {
    private static final Duration QUICK_PATIENCE = Duration.ofSeconds(1);

    /** The sizes of the table, three rounds. */
    public static Scale full() {
        return new Scale(false, 3);
    }

    /** Small sizes, one round. */
    public static Scale quick() {
        return new Scale(true, 1);
    }

    /** How long a program may take to settle before its memory is read. */
    Duration patience(Duration full) {
        return of(full, QUICK_PATIENCE);
    }

    /** What is meant for this run: a size, a time, flags. */
    <T> T of(T full, T quick) {
        return isQuick ? quick : full;
    }
}
