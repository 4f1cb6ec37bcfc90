package io.csi4j.controller.wire;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Answers each request with the next answer written for it; the last one is repeated. Requests nobody expected are
 * answered with 501.
 */
public final class ScriptedServer implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /** Sends one answer. */
    @FunctionalInterface
    public interface Answer {
        void send(HttpExchange exchange) throws IOException;
    }

    /** A request as it came; its body a character a byte. */
    public record Seen(String method, URI uri, Map<String, List<String>> headers, String latin1) {
        public String body() {
            return new String(bytes(), StandardCharsets.UTF_8);
        }

        public byte[] bytes() {
            return latin1.getBytes(StandardCharsets.ISO_8859_1);
        }

        public String header(String name) {
            return String.join(",", headers.getOrDefault(name, List.of()));
        }

        /** Value of a query parameter, empty if it is not there. */
        public String query(String name) {
            String query = uri.getQuery() == null ? "" : uri.getQuery();
            for (String part : query.split("&", -1)) {
                if (part.startsWith(name + "=")) {
                    return part.substring(name.length() + 1);
                }
            }
            return "";
        }
    }

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Map<String, Queue<Answer>> script = new HashMap<>();
    private final Map<String, @Nullable Answer> last = new HashMap<>();
    private final List<Seen> seen = new CopyOnWriteArrayList<>();
    private final BlockingQueue<Seen> arrivals = new LinkedBlockingQueue<>();
    private final List<Stream> streams = new CopyOnWriteArrayList<>();

    private ScriptedServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    public static ScriptedServer start() {
        try {
            return new ScriptedServer();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /**
     * Writes the next answer for a request.
     *
     * @param request method and path, as {@code GET /api/v1/nodes}; {@code WATCH} stands for a GET that watches
     */
    public ScriptedServer on(String request, Answer answer) {
        synchronized (script) {
            script.computeIfAbsent(request, key -> new ArrayDeque<>()).add(answer);
        }
        return this;
    }

    /** A streamed answer that the test drives. */
    public Stream streamOn(String request) {
        Stream stream = new Stream();
        streams.add(stream);
        on(request, stream::send);
        return stream;
    }

    public static Answer json(int code, String body) {
        return exchange -> {
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(code, bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
        };
    }

    public static Answer bytes(int code, String contentType, byte[] body) {
        return exchange -> {
            exchange.getResponseHeaders().set("Content-Type", contentType);
            exchange.sendResponseHeaders(code, body.length);
            exchange.getResponseBody().write(body);
        };
    }

    /** A Status, as API servers refuse. */
    public static Answer refusal(int code, String reason, String message) {
        return json(code, """
                {"kind": "Status", "apiVersion": "v1", "status": "Failure", "message": "%s", "reason": "%s", "code": %d}
                """.formatted(message, reason, code));
    }

    public static Answer waitAndRetry(int code, String retryAfter) {
        return exchange -> {
            exchange.getResponseHeaders().set("Retry-After", retryAfter);
            refusal(code, "TooManyRequests", "slow down").send(exchange);
        };
    }

    /** An answer whose connection breaks after its first half. */
    public static Answer cut(String body) {
        return exchange -> {
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, bytes.length);
            exchange.getResponseBody().write(bytes, 0, bytes.length / 2);
            exchange.getResponseBody().flush();
            throw new IOException("cut");
        };
    }

    /** All requests so far. */
    public List<Seen> seen() {
        return List.copyOf(seen);
    }

    /** Waits for the next request that has not been waited for. */
    public Seen awaitRequest() {
        return await(arrivals, "a request");
    }

    /** Waits for the next watch, passing over other requests. */
    public Seen awaitWatch() {
        while (true) {
            Seen next = awaitRequest();
            if (next.query("watch").equals("true")) {
                return next;
            }
        }
    }

    static <T> T await(BlockingQueue<T> queue, String what) {
        try {
            T next = queue.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            if (next == null) {
                throw new AssertionError("no sign of " + what + " within " + PATIENCE);
            }
            return next;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private void answer(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.ISO_8859_1);
        URI uri = exchange.getRequestURI();
        Seen request = new Seen(exchange.getRequestMethod(), uri, Map.copyOf(exchange.getRequestHeaders()), body);
        String verb = request.query("watch").equals("true") ? "WATCH" : request.method();
        Answer answer = next(verb + " " + uri.getPath());
        seen.add(request);
        arrivals.add(request);
        Answer sent = answer == null ? refusal(501, "NotImplemented", "nobody expected this") : answer;
        sent.send(exchange);
        exchange.close();
    }

    private @Nullable Answer next(String request) {
        synchronized (script) {
            Queue<Answer> answers = script.getOrDefault(request, new ArrayDeque<>());
            Answer next = answers.isEmpty() ? last.get(request) : answers.remove();
            last.put(request, next);
            return next;
        }
    }

    /** Ends all connections at once. */
    @Override
    public void close() {
        streams.forEach(Stream::cut);
        server.stop(0);
        threads.shutdownNow();
    }

    /** An answer that is still being sent. */
    public static final class Stream {
        private static final String END = "end";
        private static final String CUT = "cut";

        private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();

        public Stream event(String type, String object) {
            lines.add("{\"type\": \"" + type + "\", \"object\": " + object.strip() + "}\n");
            return this;
        }

        /** Text as it is, perhaps half an object. */
        public Stream text(String text) {
            lines.add(text);
            return this;
        }

        /** Ends it in order. */
        public void end() {
            lines.add(END);
        }

        /** Breaks the connection. */
        public void cut() {
            lines.add(CUT);
        }

        private void send(HttpExchange exchange) throws IOException {
            exchange.sendResponseHeaders(200, 0);
            OutputStream out = exchange.getResponseBody();
            // Send the headers at once: JDK's server keeps them back until something is written.
            out.flush();
            while (true) {
                String line = take();
                if (line.equals(END)) {
                    return;
                }
                if (line.equals(CUT)) {
                    throw new IOException("cut");
                }
                out.write(line.getBytes(StandardCharsets.UTF_8));
                out.flush();
            }
        }

        private String take() throws IOException {
            try {
                return lines.take();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
        }
    }
}
