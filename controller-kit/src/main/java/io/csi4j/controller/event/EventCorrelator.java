package io.csi4j.controller.event;

import io.csi4j.controller.storage.Event;
import io.csi4j.controller.storage.Meta;
import io.csi4j.controller.storage.ObjectKey;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Decides which occurrences become events, by the rules users know from client-go (external-provisioner.md, section
 * 7.4). Mutable, for one thread; no clock of its own: time comes with the occurrence.
 *
 * <ol>
 *   <li>From the tenth different message about the same object, type and reason within ten minutes on, messages are
 *       merged into one event that says so.
 *   <li>An occurrence like one before (merged ones are alike) raises that event's count.
 *   <li>Beyond 25 at once, then one per five minutes, an object's occurrences are counted but not written.
 * </ol>
 */
final class EventCorrelator {
    static final String MERGED = "(combined from similar events): ";
    /** This many different messages about one thing are merged. */
    static final int SIMILAR_LIMIT = 10;

    static final Duration SIMILAR_INTERVAL = Duration.ofMinutes(10);

    private static final int LONGEST_NAME = 253;
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private final String component;
    private final Map<Occurrence.Similarity, Similar> similar = new Recent<>();
    private final Map<Group, Told> told = new Recent<>();
    private final SpamFilter spam = new SpamFilter();
    private long lastNanos;

    /** @param component who tells the events, as users see it in their {@code From} column */
    EventCorrelator(String component) {
        this.component = component;
    }

    /** Messages about one thing, most of the last ten minutes. */
    private record Similar(Set<String> messages, Instant last) {}

    /** Occurrences that share one event; {@code message} is null for merged ones. */
    private record Group(
            Occurrence.Similarity similarity, @Nullable String message) {}

    /** The event of a group. */
    private record Told(String name, String firstTime, int count) {}

    Decision decide(Occurrence occurrence) {
        boolean merged = isMerged(occurrence);
        Group group = new Group(occurrence.similarity(), merged ? null : occurrence.message());
        Told before = told.get(group);
        String time = occurrence.at().truncatedTo(ChronoUnit.SECONDS).toString();
        Told now = before == null
                ? new Told(newName(occurrence), time, 1)
                : new Told(before.name(), before.firstTime(), before.count() + 1);
        told.put(group, now);
        if (!spam.lets(occurrence.subject(), occurrence.at())) {
            return new Decision.Skip();
        }
        Occurrence shown = merged ? occurrence.withMessage(MERGED + occurrence.message()) : occurrence;
        Event event = event(shown, now, time);
        return before == null ? new Decision.Create(event) : new Decision.Repeat(event);
    }

    private boolean isMerged(Occurrence occurrence) {
        Similar before = similar.get(occurrence.similarity());
        boolean goesOn = before != null && !before.last().plus(SIMILAR_INTERVAL).isBefore(occurrence.at());
        Set<String> messages =
                before != null && goesOn ? with(occurrence.message(), before.messages()) : Set.of(occurrence.message());
        similar.put(occurrence.similarity(), new Similar(messages, occurrence.at()));
        if (messages.size() < SIMILAR_LIMIT) {
            return false;
        }
        // Stay at the limit: the set must not grow with a message that never repeats.
        messages.remove(messages.iterator().next());
        return true;
    }

    /** Most objects are told one thing of: a set that grows is made for the second. */
    private static Set<String> with(String message, Set<String> messages) {
        if (messages.contains(message)) {
            return messages;
        }
        Set<String> grown = messages.size() == 1 ? new LinkedHashSet<>(messages) : messages;
        grown.add(message);
        return grown;
    }

    private Event event(Occurrence occurrence, Told now, String time) {
        return new Event(
                Meta.ofNew(new ObjectKey(occurrence.namespace(), now.name())),
                occurrence.about(),
                occurrence.type(),
                occurrence.reason(),
                occurrence.message(),
                component,
                "",
                now.count(),
                now.firstTime(),
                time);
    }

    /** {@code <object>.<nanoseconds in hex>}, never the same twice. */
    private String newName(Occurrence occurrence) {
        Instant at = occurrence.at();
        lastNanos = Math.max(lastNanos + 1, at.getEpochSecond() * NANOS_PER_SECOND + at.getNano());
        String suffix = "." + Long.toHexString(lastNanos);
        String object = occurrence.about().key().name();
        int room = LONGEST_NAME - suffix.length();
        return (object.length() > room ? object.substring(0, room) : object) + suffix;
    }
}
