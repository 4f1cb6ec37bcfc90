package io.csi4j.sidecar.log;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * The settings all logs of the process share; set once at start by {@link #configure}. Lines go to standard error in
 * one write each, so they are never mixed and never late.
 */
public final class Logging {
    private static final Consumer<String> STDERR = new StandardError();

    private static volatile Settings settings = settings(LoggingOptions.standard(), STDERR);

    /** One consistent set; replaced as a whole. */
    record Settings(Verbosity verbosity, LineFormat format, Consumer<String> lines, InstantSource clock) {}

    /** Lines go elsewhere until it is closed. */
    public interface Redirect extends AutoCloseable {
        @Override
        void close();
    }

    private Logging() {}

    /** Takes over the options of the command line. */
    public static void configure(LoggingOptions options) {
        settings = settings(options, settings.lines());
    }

    /** Sends whole lines, without their newline, to the taker until closed; settings return to what they were. */
    public static Redirect redirect(Consumer<String> lines) {
        Settings before = settings;
        settings = new Settings(before.verbosity(), before.format(), lines, before.clock());
        return () -> settings = before;
    }

    static Settings current() {
        return settings;
    }

    private static Settings settings(LoggingOptions options, Consumer<String> lines) {
        LineFormat format = switch (options.format()) {
            case TEXT ->
                new TextFormat(LocalZone.current(), ProcessHandle.current().pid());
            case JSON -> new JsonFormat();
        };
        Verbosity verbosity = new Verbosity(options.v(), options.vmodule());
        return new Settings(verbosity, format, lines, InstantSource.system());
    }

    /** Standard error without the buffers and the character encoder of {@link System#err}. */
    private static final class StandardError implements Consumer<String> {
        private final FileOutputStream out = new FileOutputStream(FileDescriptor.err);
        private final ReentrantLock lock = new ReentrantLock();

        @Override
        public void accept(String line) {
            byte[] bytes = (line + '\n').getBytes(StandardCharsets.UTF_8);
            lock.lock();
            try {
                out.write(bytes);
            } catch (IOException lost) {
                // Nobody reads standard error any more, so there is nowhere to say so.
            } finally {
                lock.unlock();
            }
        }
    }
}
