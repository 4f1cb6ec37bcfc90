package io.csi4j.sidecar.http;

import io.csi4j.sidecar.launch.Ticker;
import io.csi4j.sidecar.log.Log;
import java.io.IOException;
import java.net.Socket;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One caller's connection. Its thread only reads: while a page is at work it waits for the next request, and so
 * notices at once that the caller hung up and interrupts the page. Another thread asks the page and writes.
 */
final class Connection implements Runnable {
    /** How long a caller may be silent between or within requests, milliseconds. */
    private static final int MOST_SILENT_MILLIS = 60_000;

    private static final Log LOG = Log.of(Connection.class);

    private final Socket socket;
    private final Routes routes;
    private final Ticker ticker;

    private @Nullable Thread answering;

    Connection(Socket socket, Routes routes, Ticker ticker) {
        this.socket = socket;
        this.routes = routes;
        this.ticker = ticker;
    }

    @Override
    public void run() {
        try (socket) {
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(MOST_SILENT_MILLIS);
            serve(new RequestReader(socket.getInputStream()));
        } catch (IOException gone) {
            // The caller went away, or our side closed the connection: both are the normal end of one.
            LOG.v(6).info("connection ended", "reason", gone.getMessage());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } finally {
            if (answering != null) {
                answering.interrupt();
            }
        }
    }

    private void serve(RequestReader reader) throws IOException, InterruptedException {
        while (true) {
            try {
                Optional<Request> next = reader.next(this::isAnswering);
                if (next.isEmpty()) {
                    return;
                }
                awaitAnswer();
                Request request = next.get();
                answering = Thread.ofVirtual().name("http-page").start(() -> answer(request));
            } catch (Refusal refusal) {
                awaitAnswer();
                write(Reply.of(refusal.answer(), ticker.now()));
                return;
            }
        }
    }

    private boolean isAnswering() {
        return answering != null && answering.isAlive();
    }

    private void awaitAnswer() throws InterruptedException {
        if (answering != null) {
            answering.join();
        }
    }

    private void answer(Request request) {
        boolean last = !request.keepsAlive();
        try {
            Answer answer = ask(request);
            Instant now = ticker.now();
            write(Reply.of(answer, request, now, last));
            if (last) {
                socket.close();
            }
        } catch (IOException | InterruptedException gone) {
            // Nobody is left to read an answer; the reading thread ends the connection.
            LOG.v(6).info("caller hung up", "path", request.path());
        }
    }

    private Answer ask(Request request) throws InterruptedException {
        try {
            return routes.page(request.path()).answer(request);
        } catch (RuntimeException bug) {
            LOG.bug(bug, "page failed", "path", request.path());
            return Answer.failed("internal server error");
        }
    }

    private void write(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
    }
}
