package io.csi4j.sidecar.csi;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.csi4j.sidecar.launch.Exit;
import io.csi4j.sidecar.launch.StartupException;
import io.csi4j.sidecar.launch.Ticker;
import io.csi4j.sidecar.log.Log;
import io.grpc.Channel;
import io.grpc.ClientInterceptor;
import io.grpc.ClientInterceptors;
import io.grpc.ConnectivityState;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The connection to a driver: made before {@link #connect} returns, watched ever after. Mutable, guarded by its lock.
 *
 * <p>Dials about each second until the driver answers. A broken connection is noticed at once, not at the next call,
 * and {@link OnLoss} decides what follows. Contract common.md, sections 3 and 12.
 */
public final class DriverChannel implements AutoCloseable {
    private static final Log LOG = Log.of(DriverChannel.class);

    /** Pause between two attempts, upstream's ceiling of 1 s with a fifth of jitter. */
    private static final Duration STEP = Duration.ofSeconds(1);

    /** An attempt younger than that is left its chance. */
    private static final Duration SHORTEST_PAUSE = Duration.ofMillis(800);

    private static final Duration SAY_SO_EACH = Duration.ofSeconds(10);

    private final DriverAddress address;
    private final ConnectOptions options;
    private final Ticker ticker = Ticker.system();
    private final DialTrace trace = new DialTrace(ticker);
    private final ManagedChannel managed;
    private final Channel calls;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition stateChanged = lock.newCondition();

    @GuardedBy("lock")
    private ConnectivityState state = ConnectivityState.IDLE;

    @GuardedBy("lock")
    private boolean gaveUp;

    private DriverChannel(DriverAddress address, ConnectOptions options) {
        this.address = address;
        this.options = options;
        managed = Dialing.channel(address, trace);
        List<ClientInterceptor> outermostFirst = new ArrayList<>();
        outermostFirst.add(new CallLog(this::settled, options.maxLogBytes()));
        outermostFirst.addAll(options.interceptors());
        calls = ClientInterceptors.interceptForward(managed, outermostFirst);
    }

    /**
     * Connects and waits until the driver speaks.
     *
     * @throws StartupException with {@link Exit#FAILURE} if that takes longer than the limit, naming path and cause
     */
    public static DriverChannel connect(DriverAddress address, ConnectOptions options) {
        Outcome<DriverChannel> connection = tryConnect(address, options);
        if (connection instanceof Outcome.Done<DriverChannel>(var channel)) {
            return channel;
        }
        throw unreachable(connection.status());
    }

    /**
     * Connects and waits until the driver speaks, for callers that outlive a driver they cannot reach.
     *
     * @return uncertain with {@code UNAVAILABLE}, path and cause after the limit; with {@code CANCELLED} after an
     *     interrupt of the calling thread, which stays interrupted
     */
    public static Outcome<DriverChannel> tryConnect(DriverAddress address, ConnectOptions options) {
        DriverChannel channel = new DriverChannel(address, options);
        try {
            LOG.v(5).info("connecting to the driver", "address", address);
            channel.watchFrom(ConnectivityState.IDLE);
            if (channel.dialWithin(options.limit())) {
                return new Outcome.Done<>(channel);
            }
            String why = channel.whyUnreachable();
            channel.close();
            return new Outcome.Uncertain<>(Status.UNAVAILABLE.withDescription(why));
        } catch (InterruptedException stop) {
            channel.close();
            Thread.currentThread().interrupt();
            return new Outcome.Uncertain<>(
                    Status.CANCELLED.withDescription("interrupted while connecting to " + address));
        }
    }

    /** For calls that this room has no type for; their errors come as gRPC's exceptions. */
    public Channel grpc() {
        return calls;
    }

    /** Where the driver listens. */
    public DriverAddress address() {
        return address;
    }

    /** Whether a call would find the driver's socket open right now. */
    public boolean isReady() {
        lock.lock();
        try {
            return state == ConnectivityState.READY;
        } finally {
            lock.unlock();
        }
    }

    /** Ends the connection; calls under way end as unavailable. */
    @Override
    public void close() {
        managed.shutdownNow();
    }

    /** Gives a status that this side made its constant text. */
    Status settled(Status status) {
        lock.lock();
        try {
            return gaveUp && status.getCode() == Status.Code.UNAVAILABLE
                    ? Status.UNAVAILABLE.withDescription("connection lost, reconnecting disabled")
                    : GrpcText.settled(status, address);
        } finally {
            lock.unlock();
        }
    }

    private void watchFrom(ConnectivityState seen) {
        managed.notifyWhenStateChanged(seen, () -> changedFrom(seen));
    }

    // Runs on gRPC's threads, so it must not wait for anything but the lock.
    private void changedFrom(ConnectivityState before) {
        ConnectivityState now = managed.getState(false);
        lock.lock();
        try {
            state = now;
            stateChanged.signalAll();
        } finally {
            lock.unlock();
        }
        if (now == ConnectivityState.SHUTDOWN) {
            return;
        }
        if (before == ConnectivityState.READY) {
            Thread.ofVirtual().name("driver-lost").start(this::afterLoss);
        }
        watchFrom(now);
    }

    private void afterLoss() {
        LOG.error(trace.failure(), "lost the connection to the driver", "address", address);
        switch (options.onLoss().lost(address)) {
            case RECONNECT -> reconnect();
            case GIVE_UP -> giveUp();
        }
    }

    private void reconnect() {
        try {
            if (dialWithin(Duration.ZERO)) {
                LOG.info("connected to the driver again", "address", address);
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    private void giveUp() {
        lock.lock();
        try {
            gaveUp = true;
        } finally {
            lock.unlock();
        }
        managed.shutdownNow();
    }

    /** Dials until the driver answers; false when the limit (zero: none) is over or the channel was closed. */
    private boolean dialWithin(Duration limit) throws InterruptedException {
        long start = ticker.nanoTime();
        Duration sayAt = SAY_SO_EACH;
        while (true) {
            if (dialAndWait(limit, Duration.ofNanos(ticker.nanoTime() - start))) {
                return true;
            }
            Duration elapsed = Duration.ofNanos(ticker.nanoTime() - start);
            if (managed.isShutdown() || (limit.isPositive() && elapsed.compareTo(limit) >= 0)) {
                return false;
            }
            if (elapsed.compareTo(sayAt) >= 0) {
                LOG.info("still connecting to the driver", "address", address, "why", whyUnreachable());
                sayAt = sayAt.plus(SAY_SO_EACH);
            }
        }
    }

    private boolean dialAndWait(Duration limit, Duration elapsed) throws InterruptedException {
        boolean failedBefore = managed.getState(true) == ConnectivityState.TRANSIENT_FAILURE;
        // gRPC for Java would double the pause up to two minutes.
        if (failedBefore && trace.sinceLastDial().compareTo(SHORTEST_PAUSE) >= 0) {
            managed.resetConnectBackoff();
        }
        Duration left = limit.isPositive() ? limit.minus(elapsed) : STEP;
        return awaitReady(left.compareTo(STEP) < 0 ? left : STEP);
    }

    private boolean awaitReady(Duration limit) throws InterruptedException {
        long left = limit.toNanos();
        lock.lock();
        try {
            while (state != ConnectivityState.READY && state != ConnectivityState.SHUTDOWN && left > 0) {
                left = stateChanged.awaitNanos(left);
            }
            return state == ConnectivityState.READY;
        } finally {
            lock.unlock();
        }
    }

    private String whyUnreachable() {
        Throwable failure = trace.failure();
        String why = failure == null ? "no answer" : DialTrace.reason(failure);
        return "cannot reach the driver at " + address + ": " + why + hint();
    }

    private String hint() {
        if (address instanceof DriverAddress.UnixSocket(Path path)) {
            Path folder = path.getParent();
            return folder == null || Files.isDirectory(folder) ? "" : " (there is no folder " + folder + ")";
        }
        return "";
    }

    private static StartupException unreachable(Status status) {
        return new StartupException(Exit.FAILURE, GrpcText.description(status));
    }
}
