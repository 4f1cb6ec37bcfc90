package io.csi4j.nfs.child;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A child process whose input and output are streams, for as long as bytes move. It is killed with its group if none
 * moves for the time it was given, if the thread that started it is interrupted, or when it is closed. Mutable: how many
 * bytes went through, and why it was killed.
 */
public final class PipedChild implements AutoCloseable {
    private static final Duration LOOK_EVERY = Duration.ofMillis(500);
    private static final Duration TO_DIE = Duration.ofSeconds(2);
    private static final int COMPLAINT_BYTES = 8 * 1024;

    private final Process process;
    private final String name;
    private final Duration stall;
    private final Thread owner = Thread.currentThread();
    private final AtomicLong moved = new AtomicLong();
    private final Thread complaintReader;
    private volatile String complaint = "";
    private volatile @Nullable String killed;

    PipedChild(Process process, String name, Duration stall) {
        this.process = process;
        this.name = name;
        this.stall = stall;
        this.complaintReader = Thread.ofVirtual().name("complaints-" + name).start(this::readComplaint);
        Thread.ofVirtual().name("watch-" + name).start(this::watch);
    }

    private void readComplaint() {
        try (InputStream errors = process.getErrorStream()) {
            complaint = new String(errors.readNBytes(COMPLAINT_BYTES), StandardCharsets.UTF_8).strip();
            errors.transferTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
            // The child is gone; what it said before stands.
        }
    }

    private void watch() {
        long seen = -1;
        long still = 0;
        try {
            while (!process.waitFor(LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS)) {
                long now = moved.get();
                still = now == seen ? still + LOOK_EVERY.toMillis() : 0;
                seen = now;
                if (owner.isInterrupted()) {
                    kill(name + " was cut off");
                } else if (still >= stall.toMillis()) {
                    kill("%s moved nothing for %d s".formatted(name, stall.toSeconds()));
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void kill(String why) {
        if (killed == null) {
            killed = why;
        }
        ProcessGroup.kill(process.pid());
    }

    /** What it writes to standard output. */
    public InputStream output() {
        return new CountedInput(process.getInputStream(), moved);
    }

    /** Its standard input; closing it tells the child that there is no more. */
    public OutputStream input() {
        return new CountedOutput(process.getOutputStream(), moved);
    }

    /** Waits for its end; {@code Exited} has what it wrote to standard error. */
    public ChildEnd end() {
        try {
            int code = process.waitFor();
            complaintReader.join(TO_DIE);
            String why = killed;
            return why == null ? new ChildEnd.Exited(code, complaint) : new ChildEnd.Late(why);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            kill(name + " was cut off");
            return new ChildEnd.Late(name + " was cut off");
        }
    }

    /** Kills it if it still runs. */
    @Override
    public void close() {
        if (process.isAlive()) {
            kill(name + " was given up");
        }
    }
}
