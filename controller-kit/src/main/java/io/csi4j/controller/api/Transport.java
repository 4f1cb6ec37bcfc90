package io.csi4j.controller.api;

import io.csi4j.sidecar.launch.Ticker;
import io.csi4j.sidecar.log.Log;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import okhttp3.Call;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * Sends requests and turns what comes back, or does not, into a {@link Reply}. A server that asks to wait is obeyed
 * within the request's deadline.
 */
final class Transport {
    /** As client-go: then even a patient caller gets to know. */
    private static final int MOST_TRIES = 10;

    private static final Log LOG = Log.of(Transport.class);

    /** Makes an answer of a body. */
    @FunctionalInterface
    interface Answer<T> {
        T read(Response response) throws IOException;
    }

    private final HttpUrl base;
    private final OkHttpClient client;
    private final String userAgent;
    private final Duration deadline;
    private final Ticker ticker;
    private final @Nullable TokenBucket limit;

    /** Whether the server has answered in protobuf: then it reads it, too. */
    private final AtomicBoolean speaksProtobuf;

    private Transport(Cluster cluster, OkHttpClient client, KubeOptions options, Ticker ticker) {
        this.base = cluster.url();
        this.client = client;
        this.userAgent = options.userAgent();
        this.deadline = options.deadline();
        this.ticker = ticker;
        this.limit = options.limit() == null ? null : new TokenBucket(options.limit(), ticker);
        this.speaksProtobuf = new AtomicBoolean();
    }

    private Transport(Transport other, OkHttpClient client, Duration deadline) {
        this.base = other.base;
        this.client = client;
        this.userAgent = other.userAgent;
        this.deadline = deadline;
        this.ticker = other.ticker;
        this.limit = other.limit;
        this.speaksProtobuf = other.speaksProtobuf;
    }

    static Transport to(Cluster cluster, KubeOptions options, Ticker ticker) throws IOException {
        OkHttpClient.Builder client = new OkHttpClient.Builder()
                .connectTimeout(options.deadline())
                .readTimeout(options.deadline())
                .writeTimeout(options.deadline())
                // A connection whose other end died silently is found by the next unanswered ping (HTTP/2).
                .pingInterval(Times.PING)
                // The racing connect of OkHttp throws a bare InterruptedException out of a call that declares none.
                .fastFallback(false)
                .followRedirects(false)
                .followSslRedirects(false);
        cluster.tls().applyTo(client, cluster.url());
        if (cluster.credentials() != null) {
            client.addInterceptor(cluster.credentials());
        }
        return new Transport(cluster, client.build(), options, ticker);
    }

    /** The same connections, limit and credentials with another deadline for a whole request. */
    Transport within(Duration wanted) {
        return new Transport(this, client, wanted);
    }

    /** The same for streams: no end, but silence longer than {@code silence} cuts them. */
    Transport streaming(Duration silence) {
        return new Transport(this, client.newBuilder().readTimeout(silence).build(), Duration.ZERO);
    }

    /** Whether a request may be written in protobuf. */
    boolean speaksProtobuf() {
        return speaksProtobuf.get();
    }

    Ticker ticker() {
        return ticker;
    }

    /** Builder of a URL below the server's base. */
    HttpUrl.Builder url() {
        return base.newBuilder();
    }

    /** Sends a request and reads the answer within the deadline; closes the answer. */
    <T> Reply<T> ask(Request.Builder request, Answer<T> answer) {
        long start = ticker.nanoTime();
        Request whole = complete(request);
        for (int attempt = 1; ; attempt++) {
            Reply<T> reply = attempt(whole, answer);
            if (!(reply instanceof Reply.Unreachable<T>(String message, Duration wait)) || attempt == MOST_TRIES) {
                return reply;
            }
            long left = deadline.toNanos() - (ticker.nanoTime() - start);
            if (!wait.isPositive() || wait.toNanos() >= left) {
                return reply;
            }
            LOG.v(2).info("server asks to wait", "url", whole.url(), "delay", wait, "reason", message);
            if (!paused(wait)) {
                return interrupted();
            }
        }
    }

    private Request complete(Request.Builder request) {
        return Answers.complete(request.header("User-Agent", userAgent));
    }

    private <T> Reply<T> attempt(Request request, Answer<T> answer) {
        return send(request, response -> {
            try (response) {
                return answer.read(response);
            }
        });
    }

    /** Opens a stream: the answer is left open for the caller, who gets the call to cancel it. */
    <T> Reply<T> open(Request.Builder request, StreamAnswer<T> answer) {
        Request whole = complete(request);
        Call call = client.newCall(whole);
        return send(call, response -> answer.read(response, call));
    }

    /** Makes a stream of an answer that stays open. */
    @FunctionalInterface
    interface StreamAnswer<T> {
        T read(Response response, Call call) throws IOException;
    }

    private <T> Reply<T> send(Request request, Answer<T> answer) {
        Call call = client.newCall(request);
        call.timeout().timeout(deadline.toNanos(), TimeUnit.NANOSECONDS);
        return send(call, answer);
    }

    private <T> Reply<T> send(Call call, Answer<T> answer) {
        try {
            if (limit != null) {
                limit.take();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return interrupted();
        }
        long start = ticker.nanoTime();
        Request request = call.request();
        try {
            Response response = call.execute();
            logged(request, Integer.toString(response.code()), start);
            if (!response.isSuccessful()) {
                return ServerFault.of(response, ticker.now()).toReply();
            }
            if (!speaksProtobuf.get() && Answers.isProtobuf(response)) {
                speaksProtobuf.set(true);
            }
            return new Reply.Found<>(answer.read(response));
        } catch (IOException | IllegalStateException | NumberFormatException e) {
            // The JSON reader reports a value of another type than expected by the unchecked two.
            logged(request, e.toString(), start);
            return new Reply.Unreachable<>(
                    request.method() + " " + request.url().encodedPath() + ": " + reason(e), Duration.ZERO);
        }
    }

    private void logged(Request request, String result, long start) {
        if (LOG.enabled(6)) {
            long milliseconds = (ticker.nanoTime() - start) / 1_000_000;
            LOG.v(6)
                    .info(
                            "response",
                            "verb",
                            request.method(),
                            "url",
                            request.url(),
                            "status",
                            result,
                            "milliseconds",
                            milliseconds);
        }
    }

    private static String reason(Exception e) {
        String message = e.getMessage();
        return message == null ? e.getClass().getSimpleName() : message;
    }

    private boolean paused(Duration wait) {
        try {
            ticker.pause(wait);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static <T> Reply<T> interrupted() {
        return new Reply.Unreachable<>("interrupted", Duration.ZERO);
    }

    /** Closes what idle connections there are. */
    void close() {
        client.dispatcher().cancelAll();
        client.connectionPool().evictAll();
    }
}
