package io.csi4j.controller.event;

import io.csi4j.controller.api.Reply;
import io.csi4j.controller.storage.Event;
import io.csi4j.controller.storage.ObjectReference;
import io.csi4j.sidecar.launch.Bell;
import io.csi4j.sidecar.launch.Ticker;
import io.csi4j.sidecar.log.Log;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Function;

/**
 * Takes what happened from any thread, never waits, and writes it in order on its own virtual thread. More than
 * {@value #CAPACITY} waiting occurrences, or one that cannot be written, are dropped with a log line: events are for
 * people and never worth holding work up. What begins while much else is under way is told of only if it lasts
 * ({@link #begins}).
 */
public final class EventRecorder implements AutoCloseable {
    static final int CAPACITY = 1000;
    /** As client-go: 12 tries, 10 s apart, while the server cannot be reached. */
    static final int TRIES = 12;

    static final Duration BETWEEN_TRIES = Duration.ofSeconds(10);

    private static final String NORMAL = "Normal";
    private static final Log LOG = Log.of(EventRecorder.class);

    private final EventSink sink;
    private final EventCorrelator correlator;
    private final Ticker ticker;
    private final Bell closing;
    /** An empty entry is the end. */
    private final BlockingQueue<Optional<Occurrence>> waiting = new LinkedBlockingQueue<>(CAPACITY);

    /** The lock of what is told: an end must not overtake its beginning. */
    private final Beginnings beginnings = new Beginnings();

    private final BlockingQueue<Beginnings.Beginning> underWay = new LinkedBlockingQueue<>();
    private final Thread writer;
    private final Thread watcher;
    private volatile boolean closed;

    private EventRecorder(EventSink sink, String component, Ticker ticker) {
        this.sink = sink;
        this.correlator = new EventCorrelator(component);
        this.ticker = ticker;
        this.closing = new Bell(ticker);
        this.writer = Thread.ofVirtual().name("events").unstarted(this::run);
        this.watcher = Thread.ofVirtual().name("events-under-way").unstarted(this::tellWhatLasts);
    }

    /**
     * Starts the thread that writes and the one that watches what is under way; {@link #close} ends both.
     *
     * @param component who tells, as users see it, e.g. {@code <driver>_<hostname>_<uuid>}
     */
    public static EventRecorder start(EventSink sink, String component, Ticker ticker) {
        EventRecorder recorder = new EventRecorder(sink, component, ticker);
        recorder.writer.start();
        recorder.watcher.start();
        return recorder;
    }

    /**
     * An operation begins whose end will be told by {@link #normal} or {@link #warning} about the same object. While
     * {@value Beginnings#AT_ONCE} or more are under way it is told of after five seconds, with the time it began, or
     * not at all if its end is told before.
     */
    public void begins(ObjectReference about, String reason, String message) {
        var occurrence = new Occurrence(about, NORMAL, reason, message, ticker.now());
        synchronized (beginnings) {
            var beginning = beginnings.begin(occurrence, ticker.nanoTime());
            underWay.add(beginning);
            if (beginning.told()) {
                offer(occurrence);
            }
        }
    }

    /** Something went as it should. */
    public void normal(ObjectReference about, String reason, String message) {
        tell(new Occurrence(about, NORMAL, reason, message, ticker.now()));
    }

    /** Something went wrong. */
    public void warning(ObjectReference about, String reason, String message) {
        tell(new Occurrence(about, "Warning", reason, message, ticker.now()));
    }

    /** Takes nothing more and writes what waits; gives the rest up as soon as the server cannot be reached. */
    @Override
    public void close() {
        synchronized (beginnings) {
            beginnings.untold().forEach(this::offer);
            closed = true;
        }
        closing.ring();
        watcher.interrupt();
        try {
            waiting.put(Optional.empty());
            writer.join();
            watcher.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void tell(Occurrence occurrence) {
        synchronized (beginnings) {
            beginnings.end(occurrence.subject());
            offer(occurrence);
        }
    }

    private void tellWhatLasts() {
        try {
            while (true) {
                var beginning = underWay.take();
                ticker.pauseUntil(beginning.due());
                synchronized (beginnings) {
                    if (beginnings.lasts(beginning)) {
                        offer(beginning.occurrence());
                    }
                }
            }
        } catch (InterruptedException e) {
            // Closing.
            Thread.currentThread().interrupt();
        }
    }

    private void offer(Occurrence occurrence) {
        if (closed || !waiting.offer(Optional.of(occurrence))) {
            LOG.warning(
                    "event dropped, too many wait", "object", occurrence.about().key(), "reason", occurrence.reason());
        }
    }

    private void run() {
        boolean reachable = true;
        try {
            for (Optional<Occurrence> next = waiting.take(); next.isPresent(); next = waiting.take()) {
                // After the end was asked for, one unanswered write is enough: the rest would only hold it up.
                if (reachable || !closed) {
                    reachable = write(correlator.decide(next.get()));
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Answers whether the server could be reached. */
    private boolean write(Decision decision) throws InterruptedException {
        return switch (decision) {
            case Decision.Skip() -> true;
            case Decision.Create(Event event) -> write(event, sink::create);
            case Decision.Repeat(Event event) -> write(event, this::repeat);
        };
    }

    private Reply<Event> repeat(Event event) {
        Reply<Event> reply = sink.repeat(event);
        // The server drops events after an hour: then the count goes on in a new one of the same name.
        return reply instanceof Reply.Absent<Event>() ? sink.create(event) : reply;
    }

    private boolean write(Event event, Function<Event, Reply<Event>> request) throws InterruptedException {
        Reply<Event> reply = request.apply(event);
        for (int attempt = 1; attempt < TRIES && !closed; attempt++) {
            if (!(reply instanceof Reply.Unreachable<Event>(String message, Duration retryAfter))) {
                break;
            }
            Duration pause = retryAfter.isPositive() ? retryAfter : BETWEEN_TRIES;
            closing.awaitUntil(ticker.nanoTime() + pause.toNanos());
            reply = request.apply(event);
        }
        switch (reply) {
            case Reply.Found<Event>(Event written) -> {}
            case Reply.Absent<Event>() -> dropped(event, "no such namespace");
            case Reply.Exists<Event>() -> dropped(event, "the name is taken");
            case Reply.Conflict<Event>(String message) -> dropped(event, message);
            case Reply.Rejected<Event>(int code, String reason, String message) -> dropped(event, message);
            case Reply.Unreachable<Event>(String message, Duration retryAfter) -> dropped(event, message);
        }
        return !(reply instanceof Reply.Unreachable<Event>);
    }

    private static void dropped(Event event, String why) {
        LOG.warning("event not written", "object", event.involved().key(), "reason", event.reason(), "why", why);
    }
}
