package io.csi4j.controller.api;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.csi4j.sidecar.launch.Ticker;
import java.io.IOException;
import java.time.Duration;
import okhttp3.Interceptor;
import okhttp3.Request;
import okhttp3.Response;

/**
 * Puts the bearer token on every request, and reads it anew from time to time and when the server refuses it: the
 * kubelet rotates service account tokens, credential plugins hand out short-lived ones. Mutable: the lock is the token
 * itself.
 */
final class BearerToken implements Interceptor {
    /** Where the token comes from. */
    @FunctionalInterface
    interface Source {
        String read() throws IOException;
    }

    private final Source source;
    private final Duration lifetime;
    private final Ticker ticker;

    @GuardedBy("this")
    private String token = "";

    @GuardedBy("this")
    private long readAt;

    /** @param lifetime how long a token is taken for good without reading it again */
    BearerToken(Source source, Duration lifetime, Ticker ticker) {
        this.source = source;
        this.lifetime = lifetime;
        this.ticker = ticker;
    }

    @Override
    public Response intercept(Chain chain) throws IOException {
        String used = current();
        Response response = chain.proceed(authorised(chain.request(), used));
        if (response.code() != 401) {
            return response;
        }
        String fresh = afterRefusalOf(used);
        if (fresh.equals(used)) {
            return response;
        }
        response.close();
        return chain.proceed(authorised(chain.request(), fresh));
    }

    private static Request authorised(Request request, String token) {
        return request.newBuilder().header("Authorization", "Bearer " + token).build();
    }

    private synchronized String current() throws IOException {
        if (token.isEmpty() || ticker.nanoTime() - readAt >= lifetime.toNanos()) {
            reload();
        }
        return token;
    }

    private synchronized String afterRefusalOf(String refused) throws IOException {
        if (token.equals(refused)) {
            reload();
        }
        return token;
    }

    @GuardedBy("this")
    private void reload() throws IOException {
        String read = source.read();
        if (read.isEmpty()) {
            throw new IOException("no bearer token to send: its source is empty");
        }
        token = read;
        readAt = ticker.nanoTime();
    }
}
