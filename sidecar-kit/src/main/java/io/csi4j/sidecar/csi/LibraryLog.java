package io.csi4j.sidecar.csi;

import io.csi4j.sidecar.log.Log;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/**
 * What gRPC and Netty have to say, in our lines: they know the JDK's log only, which writes to standard error in a shape
 * of its own. Below "severe" it is detail for {@code -v=5}, as the outcome of the call already tells what went wrong;
 * Netty also warns of each unix socket that it has no keepalive.
 */
final class LibraryLog extends Handler {
    private static final Log LOG = Log.of(LibraryLog.class);

    // The JDK forgets the settings of a logger that nobody holds.
    private static final List<Logger> LIBRARIES = List.of(Logger.getLogger("io.grpc"), Logger.getLogger("io.netty"));

    private final SimpleFormatter text = new SimpleFormatter();

    private LibraryLog() {}

    /** To be called once, before the first channel. */
    static void install() {
        for (Logger library : LIBRARIES) {
            library.setUseParentHandlers(false);
            library.addHandler(new LibraryLog());
        }
    }

    @Override
    public void publish(LogRecord said) {
        if (said.getLevel().intValue() >= Level.SEVERE.intValue()) {
            LOG.error(said.getThrown(), "gRPC failed", "said", text.formatMessage(said), "in", said.getLoggerName());
        } else {
            LOG.v(5).info("gRPC detail", "said", text.formatMessage(said), "in", said.getLoggerName());
        }
    }

    @Override
    public void flush() {
        // Lines are written at once.
    }

    @Override
    public void close() {
        // Holds nothing.
    }
}
