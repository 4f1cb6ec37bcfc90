package io.csi4j.resizer.claim;

import static io.csi4j.resizer.Given.aClaim;
import static org.assertj.core.api.Assertions.assertThat;

import io.csi4j.controller.api.Reply;
import io.csi4j.controller.event.EventRecorder;
import io.csi4j.controller.event.EventSink;
import io.csi4j.controller.storage.Claim;
import io.csi4j.controller.storage.Event;
import io.csi4j.testkit.HandClock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

class ClaimEventsTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final HandClock clock = new HandClock();
    private final Written written = new Written();
    private final EventRecorder recorder = EventRecorder.start(written, "test", clock);
    private final ClaimEvents events = new ClaimEvents(recorder, clock);
    private final Claim claim = aClaim().build();

    @Test
    void theSameFailureIsToldOnceInTenMinutes() {
        events.failed(claim, "Failed", "broken");
        clock.advance(MINUTE.multipliedBy(9));
        events.failed(claim, "Failed", "broken");
        clock.advance(MINUTE);
        events.failed(claim, "Failed", "broken");

        assertThat(told()).hasSize(2);
    }

    @Test
    void anotherFailureIsToldAtOnce() {
        events.failed(claim, "Failed", "broken");
        events.failed(claim, "Failed", "slow");

        assertThat(told()).hasSize(2);
    }

    @Test
    void afterASuccessTheSameFailureIsNews() {
        events.failed(claim, "Failed", "broken");
        events.forget(claim.uid());
        events.failed(claim, "Failed", "broken");

        assertThat(told()).hasSize(2);
    }

    private List<String> told() {
        recorder.close();
        return written.reasons;
    }

    /** Writes that only count. */
    private static final class Written implements EventSink {
        private final List<String> reasons = new CopyOnWriteArrayList<>();

        @Override
        public Reply<Event> create(Event event) {
            reasons.add(event.reason());
            return new Reply.Found<>(event);
        }

        @Override
        public Reply<Event> repeat(Event event) {
            return create(event);
        }
    }
}
