package io.csi4j.registrar;

import io.csi4j.sidecar.csi.ConnectOptions;
import io.csi4j.sidecar.csi.DriverAddress;
import io.csi4j.sidecar.csi.DriverChannel;
import io.csi4j.sidecar.csi.GrpcText;
import io.csi4j.sidecar.csi.IdentityCalls;
import io.csi4j.sidecar.csi.Outcome;
import io.csi4j.sidecar.launch.Exit;
import io.csi4j.sidecar.launch.Interruption;
import io.csi4j.sidecar.launch.Shutdown;
import io.csi4j.sidecar.launch.StartupException;
import io.csi4j.sidecar.launch.Ticker;
import io.csi4j.sidecar.log.Log;
import io.grpc.Status;
import java.time.Duration;
import java.util.Optional;

/**
 * Asks a driver for its name, once it is there.
 *
 * <p>Waits for the socket without limit, saying why: upstream's exit after 30 s puts slow drivers into a crash loop
 * (csi-driver-nfs issue 1065). A driver that is there but busy is asked again for {@link #BUDGET}: upstream's single
 * try of a second fails on loaded nodes (node-driver-registrar issues 405, 497).
 */
final class DriverName {
    private static final Log LOG = Log.of(DriverName.class);

    /** How long a driver that answers late or "unavailable" is asked again. */
    static final Duration BUDGET = Duration.ofSeconds(30);

    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final Duration timeout;
    private final Ticker ticker;

    /** @param timeout deadline of one try */
    DriverName(Duration timeout, Ticker ticker) {
        this.timeout = timeout;
        this.ticker = ticker;
    }

    /**
     * Connects, asks and disconnects: nothing else is ever asked of the driver.
     *
     * @return nothing when the program shall end meanwhile
     * @throws StartupException with {@link Exit#FAILURE} for a final error, an empty name or an exhausted budget
     */
    Optional<String> of(DriverAddress address, Shutdown shutdown) {
        LOG.v(1).info("connecting to the driver", "csiAddress", address);
        try (var waiting = new Interruption(shutdown)) {
            Outcome<DriverChannel> connection =
                    DriverChannel.tryConnect(address, ConnectOptions.standard().within(Duration.ZERO));
            if (connection instanceof Outcome.Done<DriverChannel>(var channel)) {
                return ask(channel);
            }
            if (connection instanceof Outcome.Uncertain && waiting.happened()) {
                return Optional.empty();
            }
            throw failed(connection.status());
        }
    }

    private Optional<String> ask(DriverChannel channel) {
        try (channel) {
            LOG.v(1).info("asking the driver for its name");
            return Optional.of(ask(new IdentityCalls(channel)));
        } catch (InterruptedException ending) {
            return Optional.empty();
        }
    }

    private String ask(IdentityCalls identity) throws InterruptedException {
        long start = ticker.nanoTime();
        while (true) {
            Outcome<String> answer = identity.driverName(timeout);
            if (answer instanceof Outcome.Done<String>(var name)) {
                return name;
            }
            if (answer instanceof Outcome.Refused) {
                throw failed(answer.status());
            }
            askAgain(answer.status(), ticker.nanoTime() - start);
            ticker.pause(PAUSE);
        }
    }

    private void askAgain(Status status, long nanosSpent) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException("interrupted while asking the driver for its name");
        }
        if (nanosSpent >= BUDGET.toNanos() || !timeout.isPositive() || !IdentityCalls.isPassing(status)) {
            throw failed(status);
        }
        LOG.info("the driver gives no name yet, asking again", "why", GrpcText.of(status));
    }

    private static StartupException failed(Status status) {
        return new StartupException(Exit.FAILURE, "cannot get the driver's name: " + GrpcText.of(status));
    }
}
