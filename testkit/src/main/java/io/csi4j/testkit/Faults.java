package io.csi4j.testkit;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.function.Predicate;

/**
 * What a fake server does wrong, and when. Each wish is matched against every call that comes in; the oldest wish that
 * matches and is not used up wins, a call without a wish is served. Mutable; its lock is itself.
 *
 * @param <C> what the server knows about a call
 * @param <F> how it says that a call failed
 */
public final class Faults<C, F> {
    @GuardedBy("this")
    private final List<Wish<C, F>> wishes = new ArrayList<>();

    /** What to do with one call. */
    public sealed interface Fault<F> {
        /** Serve it. */
        record None<F>() implements Fault<F> {}

        /** Answer with that failure and do nothing. */
        record Fail<F>(F failure) implements Fault<F> {}

        /** Do the work and drop the reply: the caller cannot know. */
        record LoseReply<F>() implements Fault<F> {}

        /** Wait, then serve it. */
        record Held<F>(Hold hold) implements Fault<F> {}
    }

    /** Calls that wait until a test lets them go; a call that comes later passes. */
    public static final class Hold {
        private final CountDownLatch arrived = new CountDownLatch(1);
        private final CountDownLatch released = new CountDownLatch(1);

        private Hold() {}

        /** Waits until a call has come to wait. */
        public void awaitArrival() throws InterruptedException {
            arrived.await();
        }

        public void release() {
            released.countDown();
        }

        /** The server's side: waits until the test lets go. */
        public void pass() throws InterruptedException {
            arrived.countDown();
            released.await();
        }
    }

    private static final class Wish<C, F> {
        private final Predicate<? super C> calls;
        private final Fault<F> fault;
        private final double share;
        private final Random chance;
        private int left;

        Wish(Predicate<? super C> calls, Fault<F> fault, int times, double share, long seed) {
            this.calls = calls;
            this.fault = fault;
            this.left = times;
            this.share = share;
            this.chance = new Random(seed);
        }

        boolean strikes(C call) {
            return left > 0 && calls.test(call) && chance.nextDouble() < share;
        }
    }

    /** The next {@code times} matching calls fail without being done. */
    public void fail(int times, Predicate<? super C> calls, F failure) {
        wish(new Wish<>(calls, new Fault.Fail<>(failure), times, 1, 0));
    }

    /** Every matching call fails, until {@link #clear}. */
    public void failAll(Predicate<? super C> calls, F failure) {
        fail(Integer.MAX_VALUE, calls, failure);
    }

    /** Of the matching calls about that share (0 to 1) fails, drawn from {@code seed}. */
    public void failShare(double share, long seed, Predicate<? super C> calls, F failure) {
        wish(new Wish<>(calls, new Fault.Fail<>(failure), Integer.MAX_VALUE, share, seed));
    }

    /** The next {@code times} matching calls are done, but their caller gets no reply. */
    public void loseReplies(int times, Predicate<? super C> calls) {
        wish(new Wish<>(calls, new Fault.LoseReply<>(), times, 1, 0));
    }

    /** Of the matching calls about that share (0 to 1), drawn from {@code seed}, is done without a reply. */
    public void loseShareOfReplies(double share, long seed, Predicate<? super C> calls) {
        wish(new Wish<>(calls, new Fault.LoseReply<>(), Integer.MAX_VALUE, share, seed));
    }

    /** The next {@code times} matching calls wait for {@link Hold#release} before they are done. */
    public Hold hold(int times, Predicate<? super C> calls) {
        Hold hold = new Hold();
        wish(new Wish<>(calls, new Fault.Held<>(hold), times, 1, 0));
        return hold;
    }

    /** Forgets all wishes and lets go whatever waits. */
    public synchronized void clear() {
        for (Wish<C, F> wish : wishes) {
            if (wish.fault instanceof Fault.Held<F>(Hold hold)) {
                hold.release();
            }
        }
        wishes.clear();
    }

    /** The server's side: what to do with this call. */
    public synchronized Fault<F> next(C call) {
        for (Wish<C, F> wish : wishes) {
            if (wish.strikes(call)) {
                wish.left--;
                return wish.fault;
            }
        }
        return new Fault.None<>();
    }

    private synchronized void wish(Wish<C, F> wish) {
        wishes.add(wish);
    }
}
