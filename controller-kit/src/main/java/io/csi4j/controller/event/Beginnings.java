package io.csi4j.controller.event;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Decides which operations are told of when they begin. While fewer than {@value #AT_ONCE} are under way each one is,
 * at once. While more are, a beginning waits: the end of its operation makes it needless, and only an operation that
 * lasts longer than {@link #PATIENCE} is told of nevertheless. So a burst of claims costs one event each in place of
 * two, and a quiet cluster tells everything. Mutable, for one thread at a time.
 */
final class Beginnings {
    static final int AT_ONCE = 10;
    static final Duration PATIENCE = Duration.ofSeconds(5);

    /** The oldest first; none stays longer than {@link #PATIENCE}, for not every operation has an end to tell. */
    private final Map<Occurrence.Subject, Beginning> underWay = new LinkedHashMap<>();

    /**
     * An operation that has begun.
     *
     * @param told whether it is told of at once
     * @param due when it has lasted long, by the recorder's {@code nanoTime}
     */
    record Beginning(Occurrence occurrence, boolean told, long due) {}

    /** An operation begins; a newer one about the same object takes the place of the one before. */
    Beginning begin(Occurrence occurrence, long now) {
        var beginning = new Beginning(occurrence, underWay.size() < AT_ONCE, now + PATIENCE.toNanos());
        underWay.put(occurrence.subject(), beginning);
        return beginning;
    }

    /** What became of the operation on the object is told: that it began needs no word any more. */
    void end(Occurrence.Subject subject) {
        underWay.remove(subject);
    }

    /** The operation has lasted until it was due, if it has: answers whether it is to be told of now. */
    boolean lasts(Beginning beginning) {
        return underWay.remove(beginning.occurrence().subject(), beginning) && !beginning.told();
    }

    /** Takes out everything that still waits to be told, the oldest first. */
    List<Occurrence> untold() {
        List<Occurrence> untold = underWay.values().stream()
                .filter(beginning -> !beginning.told())
                .map(Beginning::occurrence)
                .toList();
        underWay.clear();
        return untold;
    }
}
