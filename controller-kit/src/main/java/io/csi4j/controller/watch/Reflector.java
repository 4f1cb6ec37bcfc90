package io.csi4j.controller.watch;

import io.csi4j.controller.api.ListWatch;
import io.csi4j.controller.api.Reply;
import io.csi4j.controller.api.Watch;
import io.csi4j.controller.api.WatchEvent;
import io.csi4j.controller.storage.KubeObject;
import io.csi4j.sidecar.launch.Ticker;
import io.csi4j.sidecar.log.Log;
import java.time.Duration;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Fills one store from the API server and keeps it up to date until it is closed.
 *
 * <h2>How</h2>
 *
 * One virtual thread. Without a position it fills the store: by a watch that first tells all objects (KEP-3157) where
 * the server offers that, else by a list in pages [1]. With a position it watches from there; the server ends every
 * watch after some minutes, and the next goes on where it ended. Bookmarks move the position on while nothing happens,
 * so that it seldom is too old; if it is (410), the store is filled again, and only what truly differs is told.
 *
 * <h2>What can go wrong</h2>
 *
 * <ul>
 *   <li>A connection dies without a word: unanswered pings end it, and a watch that is silent for longer than two
 *       bookmarks counts as dead in any case [2].
 *   <li>The token of the next page grows too old: the list starts over, at the second time without pages.
 *   <li>The server goes back in time, as after a restore of its database: it calls our position too large, and what
 *       the store holds is dropped for what the server has.
 *   <li>Whatever else fails is tried again after a pause that doubles, with jitter, and at least what the server asks
 *       for. A watch that ends at once is a failure too, or two programs would keep each other busy.
 * </ul>
 *
 * <p>[1] whole lists cost 32 MB for 1,000 and 1,280 MB for 50,000 claims and volumes, streamed ones 12 and 48. [2]
 * kubernetes-client/java issues 896, 2183, 2678.
 *
 * @param <T> the kind
 */
public final class Reflector<T extends KubeObject> implements AutoCloseable {
    /** A watch that ends sooner without an event tells of a server in trouble (client-go: "very short watch"). */
    private static final Duration SHORT = Duration.ofSeconds(1);

    private static final int GONE = 410;
    private static final Log LOG = Log.of(Reflector.class);

    private final ListWatch<T> source;
    private final Store<T> store;
    private final Pace pace;
    private final Ticker ticker;
    private final RandomGenerator random;
    private final Thread thread;

    private volatile boolean open = true;
    private volatile @Nullable Watch<T> running;
    private volatile String lastFault = "";

    // Below: of the reflector's own thread.
    private String position = "";
    private boolean tellsAll = true;
    private int failures;
    private Duration asked = Duration.ZERO;

    private Reflector(ListWatch<T> source, Store<T> store, Pace pace, Ticker ticker, RandomGenerator random) {
        this.source = source;
        this.store = store;
        this.pace = pace;
        this.ticker = ticker;
        this.random = random;
        this.thread = Thread.ofVirtual().name("reflector-" + source.kind()).unstarted(this::run);
    }

    /** Starts to fill {@code store}; {@link Store#awaitSynced} tells when it is full. */
    public static <T extends KubeObject> Reflector<T> start(ListWatch<T> source, Store<T> store) {
        return start(source, store, Pace.STANDARD);
    }

    public static <T extends KubeObject> Reflector<T> start(ListWatch<T> source, Store<T> store, Pace pace) {
        Reflector<T> reflector = new Reflector<>(source, store, pace, Ticker.system(), RandomGenerator.getDefault());
        reflector.thread.start();
        return reflector;
    }

    /** Why it is not getting on, for messages; empty while all is well. */
    public String lastFault() {
        return lastFault;
    }

    /** Ends the watch; returns when the last change has been told. */
    @Override
    public void close() {
        open = false;
        Watch<T> watch = running;
        if (watch != null) {
            watch.cancel();
        }
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        while (open) {
            try {
                if (position.isEmpty()) {
                    fill();
                } else {
                    follow();
                }
                pause();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            } catch (RuntimeException e) {
                LOG.bug(e, "reflector failed", "kind", source.kind());
                failed("internal fault: " + e);
            }
        }
    }

    private void pause() throws InterruptedException {
        Duration pause = pace.afterFailures(failures);
        if (failures > 0) {
            pause = pause.plusMillis((long) (random.nextDouble() * pause.toMillis()));
        }
        Duration wait = asked.compareTo(pause) > 0 ? asked : pause;
        asked = Duration.ZERO;
        ticker.pause(wait);
    }

    /** Fills the store anew; on success there is a position. */
    private void fill() {
        if (tellsAll) {
            fillByWatch();
        } else {
            fillByPages();
        }
    }

    private void fillByWatch() {
        switch (source.watchAll(serverTime(), pace.silence())) {
            case Reply.Found<Watch<T>>(Watch<T> watch) -> {
                Filling<T> filling = new Filling<>(store, pace.pageSize());
                consume(watch, filling);
                // A server that knows nothing of this tells objects but never the end: then pages must do.
                tellsAll = filling.isCompleted();
            }
            case Reply.Rejected<Watch<T>>(int code, String reason, String message) -> {
                LOG.v(4).info("no watch-list, listing in pages", "kind", source.kind(), "reason", message);
                tellsAll = false;
                fillByPages();
            }
            case Reply.Unreachable<Watch<T>>(String message, Duration wait) -> unreachable(message, wait);
            case Reply.Absent<Watch<T>>() -> failed("the server has no " + source.kind());
            case Reply.Conflict<Watch<T>>(String message) -> failed(message);
            case Reply.Exists<Watch<T>>() -> failed("unexpected answer to a watch");
        }
    }

    private void fillByPages() {
        Filling<T> filling = new Filling<>(store, pace.pageSize());
        while (open && !filling.isCompleted()) {
            if (!takePage(filling)) {
                return;
            }
        }
    }

    /** Whether there is a point in asking for the next page. */
    private boolean takePage(Filling<T> filling) {
        return switch (source.page(filling.next(), filling.limit(), filling::take)) {
            case Reply.Found<ListWatch.Page>(ListWatch.Page page) -> turned(filling, page);
            case Reply.Rejected<ListWatch.Page> old
            when old.code() == GONE && filling.limit() > 0 -> restarted(filling);
            case Reply.Rejected<ListWatch.Page> other -> failed(other.message());
            case Reply.Unreachable<ListWatch.Page>(String message, Duration wait) -> unreachable(message, wait);
            case Reply.Absent<ListWatch.Page>() -> failed("the server has no " + source.kind());
            case Reply.Conflict<ListWatch.Page>(String message) -> failed(message);
            case Reply.Exists<ListWatch.Page>() -> failed("unexpected answer to a list");
        };
    }

    private boolean turned(Filling<T> filling, ListWatch.Page page) {
        if (filling.wasLast(page)) {
            filled(filling, page.resourceVersion());
        }
        return true;
    }

    private static boolean restarted(Filling<?> filling) {
        filling.restart();
        return true;
    }

    private void filled(Filling<T> filling, String resourceVersion) {
        position = resourceVersion;
        wentWell();
        filling.complete(resourceVersion);
        LOG.v(2).info("store filled", "kind", source.kind(), "objects", store.size());
    }

    private void follow() {
        switch (source.watchFrom(position, serverTime(), pace.silence())) {
            case Reply.Found<Watch<T>>(Watch<T> watch) -> consume(watch, null);
            case Reply.Rejected<Watch<T>>(int code, String reason, String message) -> refused(code, reason, message);
            case Reply.Unreachable<Watch<T>>(String message, Duration wait) -> unreachable(message, wait);
            case Reply.Absent<Watch<T>>() -> refused(GONE, "", "the server has no " + source.kind());
            case Reply.Conflict<Watch<T>>(String message) -> failed(message);
            case Reply.Exists<Watch<T>>() -> failed("unexpected answer to a watch");
        }
    }

    private void consume(Watch<T> watch, @Nullable Filling<T> filling) {
        running = watch;
        long start = ticker.nanoTime();
        long told = 0;
        try (watch) {
            while (open) {
                WatchEvent<T> event = watch.next();
                switch (event) {
                    case WatchEvent.Present<T>(T value) -> present(value, filling);
                    case WatchEvent.Gone<T>(T value) -> gone(value, filling);
                    case WatchEvent.Bookmark<T>(String version, boolean completes) -> {
                        if (filling != null && completes) {
                            filled(filling, version);
                            filling = null;
                        }
                        moveTo(version, filling);
                    }
                    case WatchEvent.Failed<T>(int code, String reason, String message) -> {
                        refused(code, reason, message);
                        return;
                    }
                    case WatchEvent.Ended<T>(boolean clean, String why) -> {
                        boolean tooShort = told == 0 && ticker.nanoTime() - start < SHORT.toNanos();
                        ended(clean && !tooShort && filling == null, why);
                        return;
                    }
                }
                told++;
                wentWell();
            }
        } finally {
            running = null;
        }
    }

    private void present(T value, @Nullable Filling<T> filling) {
        if (filling == null) {
            store.told(value);
        } else {
            filling.take(value);
        }
        moveTo(value.resourceVersion(), filling);
    }

    private void gone(T value, @Nullable Filling<T> filling) {
        if (filling == null) {
            store.toldGone(value);
        } else {
            filling.drop(value);
        }
        moveTo(value.resourceVersion(), filling);
    }

    /** While filling, events come in any order of versions: only afterwards they mark a position. */
    private void moveTo(String version, @Nullable Filling<T> filling) {
        if (filling == null) {
            position = version;
            store.toldUpTo(version);
        }
    }

    private void ended(boolean well, String why) {
        if (well) {
            wentWell();
        } else if (open) {
            failed("watch ended: " + why);
        }
    }

    /** The server will not go on from our position. */
    private void refused(int code, String reason, String message) {
        failed(message);
        if (reason.equals(ListWatch.VERSION_TOO_LARGE)) {
            // A server that lags behind catches up in a moment; one that still has not was set back.
            if (failures > 3) {
                LOG.warning("server went back in time, filling the store anew", "kind", source.kind());
                store.forgetVersions();
                position = "";
            }
            return;
        }
        if (code == GONE) {
            position = "";
        }
    }

    private void wentWell() {
        failures = 0;
        lastFault = "";
    }

    private boolean unreachable(String message, Duration wait) {
        asked = wait;
        return failed(message);
    }

    /** Notes a failure; always false, for those who answer whether to go on. */
    private boolean failed(String message) {
        if (!open) {
            return false;
        }
        failures++;
        lastFault = message;
        if (failures == 1) {
            LOG.v(2).info("watch interrupted", "kind", source.kind(), "reason", message);
        } else {
            LOG.warning("cannot watch", "kind", source.kind(), "reason", message, "failures", failures);
        }
        return false;
    }

    private Duration serverTime() {
        return pace.shortestWatch()
                .plusMillis((long) (random.nextDouble() * pace.shortestWatch().toMillis()));
    }
}
