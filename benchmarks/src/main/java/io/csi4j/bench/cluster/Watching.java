package io.csi4j.bench.cluster;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * A watch that runs until it is closed. The API server ends a watch whose reader is slow, as on a busy machine; it is
 * taken up again behind the last change seen, so that nothing is lost, deletions neither. Mutable, guarded by itself.
 */
public final class Watching implements AutoCloseable {
    private final Function<String, InputStream> opener;
    private final Consumer<Change> listener;
    private InputStream body;
    private boolean closed;

    /**
     * Begins at once.
     *
     * @param opener opens the watch behind a resource version; empty for all there is
     */
    Watching(Function<String, InputStream> opener, Consumer<Change> listener) {
        this.opener = opener;
        this.listener = listener;
        this.body = opener.apply("");
        Thread.ofVirtual().name("watch").start(this::listen);
    }

    private void listen() {
        String version = "";
        InputStream current = current();
        while (true) {
            version = listenTo(current, version);
            synchronized (this) {
                if (closed) {
                    return;
                }
                current = opener.apply(version);
                body = current;
            }
        }
    }

    /** Reads to the end; answers the version of the last change. */
    private String listenTo(InputStream lines, String before) {
        String version = before;
        try (var reader = new BufferedReader(new InputStreamReader(lines, StandardCharsets.UTF_8))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                Change change = Change.of(line);
                if (change.type().equals("ERROR")) {
                    throw new IllegalStateException("a watch ended with " + line);
                }
                listener.accept(change);
                version = change.textOf("resourceVersion");
            }
        } catch (IOException broken) {
            // As good as an end: it is taken up again, unless it was closed.
        }
        return version;
    }

    private synchronized InputStream current() {
        return body;
    }

    @Override
    public synchronized void close() {
        closed = true;
        try {
            body.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
