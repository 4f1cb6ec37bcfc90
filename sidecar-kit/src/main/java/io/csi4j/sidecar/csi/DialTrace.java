package io.csi4j.sidecar.csi;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.csi4j.sidecar.launch.Ticker;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Remembers how the last attempt to connect went, as gRPC keeps the reason for itself, and ends attempts in which the
 * driver accepts but says nothing, which gRPC for Java waits for without end. Mutable, its lock is itself.
 */
final class DialTrace {
    /** More than upstream's second: a driver on a JVM that just started may need it. */
    private static final Duration GREETING = Duration.ofSeconds(5);

    private static final String MUTE = "accepts the connection but says nothing";

    private final Ticker ticker;

    @GuardedBy("this")
    private @Nullable Throwable failure;

    @GuardedBy("this")
    private long dialledAt;

    DialTrace(Ticker ticker) {
        this.ticker = ticker;
        this.dialledAt = ticker.nanoTime();
    }

    /** Why the last connection failed or ended; null as long as the present one works. */
    synchronized @Nullable Throwable failure() {
        return failure;
    }

    synchronized Duration sinceLastDial() {
        return Duration.ofNanos(ticker.nanoTime() - dialledAt);
    }

    /** To be put first into the pipeline of one connection. */
    ChannelHandler watch() {
        return new Connection();
    }

    /** The operating system's words: Netty adds the address, its cause does not. */
    static String reason(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        String message = root.getMessage();
        return message == null ? root.getClass().getSimpleName() : message;
    }

    private synchronized void dialled() {
        dialledAt = ticker.nanoTime();
    }

    private synchronized void failed(@Nullable Throwable why) {
        failure = why;
    }

    private final class Connection extends ChannelDuplexHandler {
        private @Nullable Future<?> greeting;
        private boolean silent = true;
        private String end = "connection closed before the driver spoke HTTP/2";

        @Override
        public void connect(
                ChannelHandlerContext context, SocketAddress remote, SocketAddress local, ChannelPromise connected) {
            dialled();
            connected.addListener(attempt -> {
                if (!attempt.isSuccess()) {
                    failed(attempt.cause());
                }
            });
            var _ = context.connect(remote, local, connected);
        }

        @Override
        public void channelActive(ChannelHandlerContext context) {
            failed(new IOException(MUTE));
            greeting = context.executor().schedule(() -> giveUpOn(context), GREETING.toNanos(), TimeUnit.NANOSECONDS);
            context.fireChannelActive();
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object bytes) {
            if (silent) {
                silent = false;
                end = "connection closed";
                failed(null);
                stopWaiting();
            }
            context.fireChannelRead(bytes);
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            stopWaiting();
            failed(new IOException(end));
            context.fireChannelInactive();
        }

        private void giveUpOn(ChannelHandlerContext context) {
            end = MUTE;
            var _ = context.close();
        }

        private void stopWaiting() {
            if (greeting != null) {
                greeting.cancel(false);
            }
        }
    }
}
