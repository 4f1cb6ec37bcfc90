package io.csi4j.sidecar.csi;

import io.grpc.ClientInterceptor;
import java.time.Duration;
import java.util.List;

/**
 * How to connect to a driver.
 *
 * @param limit how long the first connection may take; zero: for ever
 * @param onLoss what follows when the connection breaks later
 * @param interceptors see every call, the first one outermost, all of them inside of the log: the place of metrics
 * @param maxLogBytes responses in the log are cut there; zero or less: never
 */
public record ConnectOptions(Duration limit, OnLoss onLoss, List<ClientInterceptor> interceptors, int maxLogBytes) {
    public ConnectOptions {
        interceptors = List.copyOf(interceptors);
    }

    /** 30 s, reconnecting, no metrics, responses logged whole. */
    public static ConnectOptions standard() {
        return new ConnectOptions(Duration.ofSeconds(30), OnLoss.reconnect(), List.of(), -1);
    }

    public ConnectOptions within(Duration newLimit) {
        return new ConnectOptions(newLimit, onLoss, interceptors, maxLogBytes);
    }

    public ConnectOptions onLoss(OnLoss newOnLoss) {
        return new ConnectOptions(limit, newOnLoss, interceptors, maxLogBytes);
    }

    public ConnectOptions intercepted(ClientInterceptor... outermostFirst) {
        return new ConnectOptions(limit, onLoss, List.of(outermostFirst), maxLogBytes);
    }

    public ConnectOptions loggingAtMost(int newMaxLogBytes) {
        return new ConnectOptions(limit, onLoss, interceptors, newMaxLogBytes);
    }

    boolean isLimited() {
        return limit.isPositive();
    }
}
