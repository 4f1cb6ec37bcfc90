package io.csi4j.sidecar.csi;

import io.csi4j.sidecar.log.Log;
import io.netty.util.internal.logging.InternalLoggerFactory;
import io.netty.util.internal.logging.JdkLoggerFactory;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/**
 * What the libraries have to say, in our lines: it reaches the JDK's log only, which writes to standard error in a shape
 * of its own. Below "severe" it is detail for {@code -v=5}, as the outcome of the call already tells what went wrong.
 */
final class LibraryLog extends Handler {
    private static final Log LOG = Log.of(LibraryLog.class);

    // The JDK forgets the settings of a logger that nobody holds.
    private static final List<Logger> LIBRARIES = List.of(
            Logger.getLogger("io.grpc"),
            Logger.getLogger("io.netty"),
            Logger.getLogger("io.kubernetes"),
            Logger.getLogger("okhttp3"));

    // Netty warns of each connection of a unix socket that it has no keepalive.
    private static final Logger SOCKET_OPTIONS = Logger.getLogger("io.netty.bootstrap");

    private final SimpleFormatter text = new SimpleFormatter();

    private LibraryLog() {}

    /** To be called once, before anything else of Netty. */
    static void install() {
        // Else Netty looks for three other libraries first, and for that opens our jar.
        InternalLoggerFactory.setDefaultFactory(JdkLoggerFactory.INSTANCE);
        for (Logger library : LIBRARIES) {
            library.setUseParentHandlers(false);
            library.addHandler(new LibraryLog());
        }
        SOCKET_OPTIONS.setLevel(Level.SEVERE);
    }

    @Override
    public void publish(LogRecord said) {
        if (said.getLevel().intValue() >= Level.SEVERE.intValue()) {
            LOG.error(
                    said.getThrown(), "a library failed", "said", text.formatMessage(said), "in", said.getLoggerName());
        } else {
            LOG.v(5).info("library detail", "said", text.formatMessage(said), "in", said.getLoggerName());
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
