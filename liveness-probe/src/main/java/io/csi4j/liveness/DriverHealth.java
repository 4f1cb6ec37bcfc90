package io.csi4j.liveness;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.csi4j.sidecar.csi.ConnectOptions;
import io.csi4j.sidecar.csi.DriverAddress;
import io.csi4j.sidecar.csi.DriverChannel;
import io.csi4j.sidecar.csi.GrpcText;
import io.csi4j.sidecar.csi.IdentityCalls;
import io.csi4j.sidecar.csi.OnLoss;
import io.csi4j.sidecar.csi.Outcome;
import io.csi4j.sidecar.launch.Ticker;
import io.csi4j.sidecar.log.Log;
import io.grpc.ClientInterceptor;
import io.grpc.Status;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Looks at the driver through its socket; mutable, guarded by its own lock, which a look holds.
 *
 * <p>Upstream dials anew for every look, which proves that the path still leads to a living driver (livenessprobe
 * issue 68). Here one connection is kept, and every look compares the socket file with the one the connection was made
 * through: a file that is gone or another one means dialling anew, with the same proof.
 */
final class DriverHealth implements AutoCloseable {
    private static final Log LOG = Log.of(DriverHealth.class);

    /** What Go says for a budget that is spent before the first step. */
    private static final String SPENT = "context deadline exceeded";

    private final DriverAddress address;
    private final ProbeMetrics metrics;
    private final Ticker ticker;

    @GuardedBy("this")
    private @Nullable Kept kept;

    /** A connection and the file it was made through. */
    private record Kept(DriverChannel channel, SocketId madeThrough) {}

    /** A view of one driver; connects at the first look. */
    DriverHealth(DriverAddress address, ProbeMetrics metrics, Ticker ticker) {
        this.address = address;
        this.metrics = metrics;
        this.ticker = ticker;
    }

    /**
     * One look.
     *
     * @param budget of connecting and probing together; zero or negative: spent at once
     */
    synchronized Health look(Duration budget) {
        long start = ticker.nanoTime();
        DriverChannel before = keptChannel();
        Outcome<DriverChannel> connection = connected(budget);
        if (!(connection instanceof Outcome.Done<DriverChannel>(var driver))) {
            return unreachable(connection.status());
        }
        Outcome<Boolean> answer = probe(driver, left(budget, start));
        // A kept connection that broke just now says nothing about the driver: it may be back already.
        boolean broke = driver.equals(before) && answer instanceof Outcome.Uncertain && !driver.isReady();
        return broke ? look(left(budget, start)) : judged(answer);
    }

    /**
     * The driver's name.
     *
     * @param budget of connecting, and of asking
     */
    synchronized Outcome<String> name(Duration budget) {
        return connected(budget).then(driver -> new IdentityCalls(driver).driverName(budget));
    }

    @Override
    public synchronized void close() {
        if (kept != null) {
            kept.channel().close();
            kept = null;
        }
    }

    @GuardedBy("this")
    private @Nullable DriverChannel keptChannel() {
        return kept == null ? null : kept.channel();
    }

    private Duration left(Duration budget, long start) {
        return budget.minusNanos(ticker.nanoTime() - start);
    }

    private static Outcome<Boolean> probe(DriverChannel driver, Duration left) {
        LOG.v(5).info("probing the driver", "address", driver.address());
        return new IdentityCalls(driver).probe(left);
    }

    private static Health judged(Outcome<Boolean> answer) {
        if (answer instanceof Outcome.Done<Boolean>(var ready)) {
            return ready ? Health.OK : Health.failing("driver responded but is not ready");
        }
        return Health.failing(GrpcText.of(answer.status()));
    }

    private Health unreachable(Status status) {
        metrics.countUnreachable();
        return Health.failing(GrpcText.description(status));
    }

    @GuardedBy("this")
    private Outcome<DriverChannel> connected(Duration limit) {
        if (!limit.isPositive()) {
            return failed(SPENT);
        }
        try {
            SocketId now = SocketId.of(address);
            if (kept != null && kept.channel().isReady() && kept.madeThrough().isSame(now)) {
                return new Outcome.Done<>(kept.channel());
            }
            close();
            // Without it a refused connection would be tried again until the budget is spent.
            SocketId.requireListener(address);
            return dial(now, limit);
        } catch (IOException unreachable) {
            close();
            return failed("cannot reach the driver at " + address + ": " + SocketId.reason(unreachable));
        }
    }

    @GuardedBy("this")
    private Outcome<DriverChannel> dial(SocketId through, Duration limit) {
        Outcome<DriverChannel> connection = DriverChannel.tryConnect(address, options(limit));
        if (connection instanceof Outcome.Done<DriverChannel>(var driver)) {
            kept = new Kept(driver, through);
        }
        return connection;
    }

    private ConnectOptions options(Duration limit) {
        ClientInterceptor timing = metrics.calls();
        return ConnectOptions.standard().within(limit).onLoss(OnLoss.giveUp()).intercepted(timing);
    }

    private static Outcome<DriverChannel> failed(String why) {
        return new Outcome.Uncertain<>(Status.UNAVAILABLE.withDescription(why));
    }
}
