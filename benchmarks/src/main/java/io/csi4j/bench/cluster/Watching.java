package io.csi4j.bench.cluster;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** A watch that runs until it is closed. */
public final class Watching implements AutoCloseable {
    private final InputStream body;
    private volatile boolean closed;

    Watching(InputStream body, Consumer<Change> listener) {
        this.body = body;
        Thread.ofVirtual().name("watch").start(() -> listen(listener));
    }

    private void listen(Consumer<Change> listener) {
        try (var lines = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                listener.accept(Change.of(line));
            }
        } catch (IOException e) {
            if (!closed) {
                throw new UncheckedIOException("a watch broke", e);
            }
        }
    }

    @Override
    public void close() {
        closed = true;
        try {
            body.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
