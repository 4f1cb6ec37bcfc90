package io.csi4j.controller.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.csi4j.controller.api.Reply;
import io.csi4j.controller.storage.Event;
import io.csi4j.controller.storage.ObjectKey;
import io.csi4j.controller.storage.ObjectReference;
import io.csi4j.testkit.HandClock;
import io.csi4j.testkit.Invariants;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@Timeout(60)
class EventRecorderTest {
    private static final ObjectReference CLAIM =
            new ObjectReference("v1", "PersistentVolumeClaim", new ObjectKey("ns", "claim"), "uid", "7");
    private static final Reply<Event> UNREACHABLE = new Reply.Unreachable<>("connection refused", Duration.ZERO);

    @RegisterExtension
    final Invariants invariants = new Invariants();

    private final HandClock clock = new HandClock();
    private final FakeEvents events = new FakeEvents();
    private final EventRecorder recorder = EventRecorder.start(events, "nfs.csi.k8s.io", clock);

    @Test
    void occurrencesAreWrittenInOrder() {
        recorder.normal(CLAIM, "Provisioning", "begins");
        recorder.warning(CLAIM, "ProvisioningFailed", "no space");
        recorder.warning(CLAIM, "ProvisioningFailed", "no space");
        recorder.close();

        assertThat(events.written())
                .containsExactly(
                        "create Normal Provisioning begins x1",
                        "create Warning ProvisioningFailed no space x1",
                        "repeat Warning ProvisioningFailed no space x2");
    }

    @Test
    void aFewThatBeginAreToldAtOnce() {
        for (int i = 1; i <= Beginnings.AT_ONCE; i++) {
            recorder.begins(claim(i), "Provisioning", "begins " + i);
            recorder.normal(claim(i), "ProvisioningSucceeded", "done " + i);
        }
        recorder.close();

        assertThat(events.written())
                .hasSize(2 * Beginnings.AT_ONCE)
                .startsWith("create Normal Provisioning begins 1 x1", "create Normal ProvisioningSucceeded done 1 x1");
    }

    @Test
    void whileManyAreUnderWayOnlyTheEndIsTold() throws InterruptedException {
        beginAsManyAsAreToldAtOnce();

        recorder.begins(claim(11), "Provisioning", "begins 11");
        recorder.begins(claim(12), "Provisioning", "begins 12");
        recorder.normal(claim(11), "ProvisioningSucceeded", "done 11");
        recorder.warning(claim(12), "ProvisioningFailed", "no space");

        assertThat(events.requests.take()).contains("done 11");
        assertThat(events.requests.take()).contains("no space");
        recorder.close();
        assertThat(events.requests).isEmpty();
    }

    @Test
    void whatLastsIsToldAfterAllWithTheTimeItBegan() throws InterruptedException {
        beginAsManyAsAreToldAtOnce();
        recorder.begins(claim(11), "Provisioning", "begins 11");

        clock.advanceToPauseOf(Beginnings.PATIENCE);

        assertThat(events.requests.take()).contains("begins 11");
        assertThat(events.times).containsOnly(HandClock.START.toString());
        recorder.close();
    }

    @Test
    void closingTellsWhatHasBegunAndNotEnded() throws InterruptedException {
        beginAsManyAsAreToldAtOnce();
        recorder.begins(claim(11), "Provisioning", "begins 11");

        recorder.close();

        assertThat(events.requests.take()).contains("begins 11");
        assertThat(events.requests).isEmpty();
    }

    @Test
    void anEventTheServerHasDroppedIsWrittenAnewWithItsCount() {
        recorder.warning(CLAIM, "ProvisioningFailed", "no space");
        events.answers(new Reply.Absent<>(), "repeat");
        recorder.warning(CLAIM, "ProvisioningFailed", "no space");
        recorder.close();

        assertThat(events.written())
                .containsExactly(
                        "create Warning ProvisioningFailed no space x1",
                        "repeat Warning ProvisioningFailed no space x2",
                        "create Warning ProvisioningFailed no space x2");
    }

    @Test
    void aServerThatCannotBeReachedIsAskedAgainAfterTenSeconds() throws InterruptedException {
        events.answers(UNREACHABLE, "create");
        recorder.normal(CLAIM, "Provisioning", "begins");
        events.requests.take();

        clock.advanceToPauseOf(Duration.ofSeconds(10));
        events.requests.take();
        recorder.close();

        assertThat(events.written()).hasSize(2);
    }

    @Test
    void afterTwelveTriesAnEventIsGivenUp() throws InterruptedException {
        for (int i = 0; i < EventRecorder.TRIES; i++) {
            events.answers(UNREACHABLE, "create");
        }
        recorder.normal(CLAIM, "Provisioning", "begins");
        for (int i = 1; i < EventRecorder.TRIES; i++) {
            events.requests.take();
            clock.advanceToPauseOf(EventRecorder.BETWEEN_TRIES);
        }
        events.requests.take();
        recorder.normal(CLAIM, "Provisioning", "goes on");

        assertThat(events.requests.take()).contains("goes on");
        recorder.close();
        assertThat(invariants.logLines())
                .singleElement()
                .asString()
                .contains("event not written", "connection refused");
    }

    @Test
    void aRefusedEventIsNotTriedAgain() {
        events.answers(new Reply.Rejected<>(403, "Forbidden", "namespace is being terminated"), "create");
        recorder.normal(CLAIM, "Provisioning", "begins");
        recorder.close();

        assertThat(events.written()).hasSize(1);
        assertThat(invariants.logLines()).singleElement().asString().contains("namespace is being terminated");
    }

    @Test
    void tellingNeverWaitsEvenIfTheServerHangs() throws InterruptedException {
        events.hang();
        recorder.normal(CLAIM, "Provisioning", "hangs");
        events.requests.take();
        for (int i = 0; i <= EventRecorder.CAPACITY; i++) {
            recorder.normal(CLAIM, "Provisioning", "waits");
        }

        assertThat(invariants.logLines()).singleElement().asString().contains("event dropped, too many wait");
        events.resume();
        recorder.close();
    }

    @Test
    void closingWithoutAServerGivesTheRestUp() throws InterruptedException {
        events.answers(UNREACHABLE, "create");
        events.answers(UNREACHABLE, "create");
        recorder.normal(CLAIM, "Provisioning", "one");
        events.requests.take();
        clock.awaitParked(1);
        recorder.normal(CLAIM, "Provisioning", "two");
        recorder.normal(CLAIM, "Provisioning", "three");

        recorder.close();

        assertThat(events.written()).hasSize(2).allMatch(request -> request.contains("one"));
        assertThat(clock.now()).isEqualTo(HandClock.START);
    }

    private void beginAsManyAsAreToldAtOnce() throws InterruptedException {
        for (int i = 1; i <= Beginnings.AT_ONCE; i++) {
            recorder.begins(claim(i), "Provisioning", "begins " + i);
            assertThat(events.requests.take()).endsWith("begins " + i + " x1");
        }
    }

    private static ObjectReference claim(int number) {
        var key = new ObjectKey("ns", "claim-" + number);
        return new ObjectReference("v1", "PersistentVolumeClaim", key, "uid-" + number, "7");
    }

    /** Takes everything unless told otherwise. */
    private static final class FakeEvents implements EventSink {
        private final BlockingQueue<String> requests = new LinkedBlockingQueue<>();
        private final List<String> all = new CopyOnWriteArrayList<>();
        private final List<String> times = new CopyOnWriteArrayList<>();
        private final Queue<Reply<Event>> creates = new ConcurrentLinkedQueue<>();
        private final Queue<Reply<Event>> repeats = new ConcurrentLinkedQueue<>();
        private volatile CountDownLatch running = new CountDownLatch(0);

        void answers(Reply<Event> reply, String request) {
            (request.equals("create") ? creates : repeats).add(reply);
        }

        void hang() {
            running = new CountDownLatch(1);
        }

        void resume() {
            running.countDown();
        }

        List<String> written() {
            return List.copyOf(all);
        }

        @Override
        public Reply<Event> create(Event event) {
            return answer("create", event, creates.poll());
        }

        @Override
        public Reply<Event> repeat(Event event) {
            return answer("repeat", event, repeats.poll());
        }

        private Reply<Event> answer(String verb, Event event, @Nullable Reply<Event> wanted) {
            String request =
                    verb + " " + event.type() + " " + event.reason() + " " + event.message() + " x" + event.count();
            all.add(request);
            times.add(event.firstTime());
            requests.add(request);
            try {
                running.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return wanted == null ? new Reply.Found<>(event) : wanted;
        }
    }
}
