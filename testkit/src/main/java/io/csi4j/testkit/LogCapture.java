package io.csi4j.testkit;

import io.csi4j.sidecar.log.Logging;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Takes the log lines of the whole process while it is open; they are not written anywhere else. The level stays what
 * {@link Logging#configure} made it.
 */
public final class LogCapture implements AutoCloseable {
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final Logging.Redirect redirect = Logging.redirect(lines::add);

    private LogCapture() {}

    public static LogCapture start() {
        return new LogCapture();
    }

    /** All lines so far, oldest first, without their newline. */
    public List<String> lines() {
        return List.copyOf(lines);
    }

    /** Those of the lines that tell of an error or a fatal fault, in text format. */
    public List<String> errors() {
        return lines.stream()
                .filter(line -> line.startsWith("E") || line.startsWith("F"))
                .toList();
    }

    @Override
    public void close() {
        redirect.close();
    }
}
