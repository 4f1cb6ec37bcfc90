package io.csi4j.controller.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.csi4j.controller.storage.Event;
import io.csi4j.controller.storage.ObjectKey;
import io.csi4j.controller.storage.ObjectReference;
import io.csi4j.testkit.HandClock;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EventCorrelatorTest {
    private static final Instant START = HandClock.START;
    private static final ObjectReference CLAIM = about("ns", "claim");

    private final EventCorrelator correlator = new EventCorrelator("nfs.csi.k8s.io_host_uuid");

    @Test
    void theFirstOccurrenceIsANewEvent() {
        Event event = created(correlator.decide(failed(CLAIM, "no space", START.plusNanos(255))));

        assertThat(event.key()).isEqualTo(new ObjectKey("ns", "claim.18867251edfa00ff"));
        assertThat(event.involved()).isEqualTo(CLAIM);
        assertThat(event.component()).isEqualTo("nfs.csi.k8s.io_host_uuid");
        assertThat(event.count()).isEqualTo(1);
        assertThat(event.firstTime()).isEqualTo("2026-01-01T00:00:00Z").isEqualTo(event.lastTime());
    }

    @Test
    void anIdenticalOccurrenceRaisesTheCount() {
        Event first = created(correlator.decide(failed(CLAIM, "no space", START)));

        Event second = repeated(correlator.decide(failed(CLAIM, "no space", START.plusSeconds(7))));

        assertThat(second.key()).isEqualTo(first.key());
        assertThat(second.count()).isEqualTo(2);
        assertThat(second.firstTime()).isEqualTo("2026-01-01T00:00:00Z");
        assertThat(second.lastTime()).isEqualTo("2026-01-01T00:00:07Z");
    }

    @Test
    void anyDifferenceMakesAnotherEvent() {
        correlator.decide(failed(CLAIM, "no space", START));

        List<Decision> others = List.of(
                correlator.decide(failed(CLAIM, "no luck", START)),
                correlator.decide(failed(about("ns", "other"), "no space", START)),
                correlator.decide(failed(about("elsewhere", "claim"), "no space", START)),
                correlator.decide(new Occurrence(CLAIM, "Normal", "ProvisioningFailed", "no space", START)),
                correlator.decide(new Occurrence(CLAIM, "Warning", "Other", "no space", START)));

        assertThat(others).allMatch(decision -> decision instanceof Decision.Create);
        assertThat(others.stream().map(other -> created(other).key())).doesNotHaveDuplicates();
    }

    @Test
    void theTenthDifferentMessageIsMergedAndTheNextRaisesItsCount() {
        for (int i = 1; i <= 9; i++) {
            assertThat(created(correlator.decide(failed(CLAIM, "message " + i, START)))
                            .message())
                    .isEqualTo("message " + i);
        }

        Event tenth = created(correlator.decide(failed(CLAIM, "message 10", START)));
        Event eleventh = repeated(correlator.decide(failed(CLAIM, "message 11", START)));

        assertThat(tenth.message()).isEqualTo("(combined from similar events): message 10");
        assertThat(eleventh.message()).isEqualTo("(combined from similar events): message 11");
        assertThat(eleventh.key()).isEqualTo(tenth.key());
        assertThat(eleventh.count()).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
            pause      | merged
            PT10M      | true
            PT10M0.1S  | false
            """)
    void mergingEndsAfterTenQuietMinutes(Duration pause, boolean merged) {
        IntStream.rangeClosed(1, 9).forEach(i -> correlator.decide(failed(CLAIM, "message " + i, START)));

        Event next = created(correlator.decide(failed(CLAIM, "message 10", START.plus(pause))));

        assertThat(next.message().startsWith(EventCorrelator.MERGED)).isEqualTo(merged);
    }

    @Test
    void anObjectGetsTwentyFiveEventsAtOnceAndThenOnePerFiveMinutes() {
        for (int i = 1; i <= 25; i++) {
            assertThat(correlator.decide(failed(CLAIM, "again", START))).isNotInstanceOf(Decision.Skip.class);
        }

        assertThat(correlator.decide(failed(CLAIM, "again", START))).isEqualTo(new Decision.Skip());
        assertThat(correlator.decide(failed(about("ns", "other"), "again", START)))
                .isInstanceOf(Decision.Create.class);
        Event later = repeated(correlator.decide(failed(CLAIM, "again", START.plus(Duration.ofMinutes(5)))));
        assertThat(later.count()).isEqualTo(27);
        assertThat(correlator.decide(failed(CLAIM, "again", START.plus(Duration.ofMinutes(5)))))
                .isEqualTo(new Decision.Skip());
    }

    @Test
    void theEventOfAClusterObjectLivesInTheNamespaceDefault() {
        Event event = created(correlator.decide(failed(about("", "pv-1"), "no space", START)));

        assertThat(event.key().namespace()).isEqualTo("default");
        assertThat(event.involved().key().namespace()).isEmpty();
    }

    @Test
    void namesNeverRepeatAndNeverGrowTooLong() {
        ObjectReference longest = about("ns", "x".repeat(253));
        Event one = created(correlator.decide(failed(longest, "a", START)));
        Event two = created(correlator.decide(failed(longest, "b", START)));

        assertThat(one.name()).hasSize(253).isNotEqualTo(two.name());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
            character | times | bytes kept
            a         | 1024  | 1024
            a         | 1025  | 1024
            ä         | 512   | 1024
            ä         | 513   | 1023
            😀        | 300   | 1023
            """)
    void aLongMessageIsCutBetweenCharacters(String character, int times, int kept) {
        String message = failed(CLAIM, character.repeat(times), START).message();

        assertThat(message.getBytes(StandardCharsets.UTF_8)).hasSize(kept);
        assertThat(message.replace("...", "").replace(character, "")).isEmpty();
    }

    @Test
    void onlyTheMostRecentAreRemembered() {
        correlator.decide(failed(CLAIM, "first", START));
        IntStream.range(0, Recent.SIZE).forEach(i -> correlator.decide(failed(about("ns", "c" + i), "x", START)));

        assertThat(correlator.decide(failed(CLAIM, "first", START))).isInstanceOf(Decision.Create.class);
    }

    private static Occurrence failed(ObjectReference about, String message, Instant at) {
        return new Occurrence(about, "Warning", "ProvisioningFailed", message, at);
    }

    private static ObjectReference about(String namespace, String name) {
        return new ObjectReference("v1", "PersistentVolumeClaim", new ObjectKey(namespace, name), "uid", "7");
    }

    private static Event created(Decision decision) {
        assertThat(decision).isInstanceOf(Decision.Create.class);
        return ((Decision.Create) decision).event();
    }

    private static Event repeated(Decision decision) {
        assertThat(decision).isInstanceOf(Decision.Repeat.class);
        return ((Decision.Repeat) decision).event();
    }
}
