package io.csi4j.testkit.apiserver;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.csi4j.testkit.Faults.Fault;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The HTTP server around {@link Rest}: reads requests, applies faults, writes replies and watch streams. */
final class HttpSide implements AutoCloseable {
    static {
        // Read once by the JDK's server: without it the last packet of a reply may wait 40 ms for the one before.
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    private final FakeApiServer server;
    private final Rest rest;
    private final HttpServer http;
    private final ExecutorService threads = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("api-server-", 0).factory());

    HttpSide(FakeApiServer server, Rest rest) {
        this.server = server;
        this.rest = rest;
        try {
            http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        http.setExecutor(threads);
        http.createContext("/", this::serve);
        http.start();
    }

    URI url() {
        return URI.create("http://" + http.getAddress().getAddress().getHostAddress() + ":"
                + http.getAddress().getPort());
    }

    @Override
    public void close() {
        http.stop(0);
        threads.shutdownNow();
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            ApiCall call = read(exchange);
            server.record(call);
            switch (server.faults().next(call)) {
                case Fault.None<ApiFailure>() -> reply(exchange, call);
                case Fault.Fail<ApiFailure>(ApiFailure failure) -> refuse(exchange, failure);
                case Fault.LoseReply<ApiFailure>() -> rest.answer(call);
                case Fault.Held<ApiFailure>(var hold) -> {
                    hold.pass();
                    reply(exchange, call);
                }
            }
        } catch (ApiFailure.Refused e) {
            // The reply of a refused request was to be lost: then there is nothing to say.
            exchange.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static ApiCall read(HttpExchange exchange) throws IOException {
        String contentType = exchange.getRequestHeaders().getFirst("Content-Type");
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        return ApiCall.of(
                exchange.getRequestMethod(), exchange.getRequestURI(), contentType == null ? "" : contentType, body);
    }

    private void reply(HttpExchange exchange, ApiCall call) throws IOException, InterruptedException {
        try {
            if (call.verb().equals("watch")) {
                stream(exchange, rest.watch(call));
            } else {
                write(exchange, call.verb().equals("create") ? 201 : 200, rest.answer(call));
            }
        } catch (ApiFailure.Refused e) {
            refuse(exchange, e.failure());
        } catch (JsonParseException | IllegalStateException e) {
            refuse(exchange, ApiFailure.badRequest("cannot read the body: " + e.getMessage()));
        }
    }

    private void stream(HttpExchange exchange, Watch watch) throws IOException, InterruptedException {
        try (OutputStream out = exchange.getResponseBody()) {
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, 0);
            out.flush();
            for (Optional<JsonObject> event = watch.next(); event.isPresent(); event = watch.next()) {
                out.write((event.get() + "\n").getBytes(StandardCharsets.UTF_8));
                out.flush();
            }
        } finally {
            rest.close(watch);
        }
    }

    private static void refuse(HttpExchange exchange, ApiFailure failure) throws IOException {
        if (failure.retryAfter() != null) {
            exchange.getResponseHeaders()
                    .set("Retry-After", failure.retryAfter().toString());
        }
        write(exchange, failure.code(), failure.status());
    }

    private static void write(HttpExchange exchange, int code, JsonObject body) throws IOException {
        byte[] bytes = body.toString().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(code, bytes.length);
        exchange.getResponseBody().write(bytes);
    }
}
