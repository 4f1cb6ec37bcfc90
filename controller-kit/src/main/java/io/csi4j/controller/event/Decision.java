package io.csi4j.controller.event;

import io.csi4j.controller.storage.Event;

/** What to do about one occurrence. */
sealed interface Decision {
    /** Nothing: this object has had more than its share of events. */
    record Skip() implements Decision {}

    /** Write a new event. */
    record Create(Event event) implements Decision {}

    /** Raise count, time and message of the event of that name; write it anew if the server has dropped it. */
    record Repeat(Event event) implements Decision {}
}
