package io.csi4j.controller.event;

import io.csi4j.controller.api.Kinds;
import io.csi4j.controller.api.KubeApi;
import io.csi4j.controller.api.Patch;
import io.csi4j.controller.api.Reply;
import io.csi4j.controller.storage.Event;
import java.time.Duration;
import java.util.Map;

/** Where events are written. */
public interface EventSink {
    Reply<Event> create(Event event);

    /** Raises the event of that name to the count, time and message of {@code event}. */
    Reply<Event> repeat(Event event);

    /** The API server; needs the rights to create and patch events. A write takes at most 5 s. */
    static EventSink of(KubeApi api) {
        return new ApiEvents(api.within(ApiEvents.DEADLINE));
    }

    /** Events of the API server. */
    record ApiEvents(KubeApi api) implements EventSink {
        private static final Duration DEADLINE = Duration.ofSeconds(5);

        @Override
        public Reply<Event> create(Event event) {
            return api.create(Kinds.EVENTS, event);
        }

        @Override
        public Reply<Event> repeat(Event event) {
            Patch patch = Patch.strategicMerge(
                    Map.of("count", event.count(), "lastTimestamp", event.lastTime(), "message", event.message()));
            return api.patch(Kinds.EVENTS, event.key(), patch);
        }
    }
}
