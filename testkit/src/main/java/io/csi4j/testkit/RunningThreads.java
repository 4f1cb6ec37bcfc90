package io.csi4j.testkit;

import com.sun.management.HotSpotDiagnosticMXBean;
import com.sun.management.HotSpotDiagnosticMXBean.ThreadDumpFormat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The threads that run our code at one moment, virtual ones included: those only a thread dump shows.
 *
 * @param ids of all threads, ours or not
 */
record RunningThreads(Set<String> ids) {
    static final RunningThreads NONE = new RunningThreads(Set.of());

    private static final Pattern THREAD = Pattern.compile("(?m)^#(\\d+) .*$");
    private static final String OURS = "io.csi4j.";
    /** How often a thread that was just told to end is looked for again; a test that leaves none does not wait. */
    private static final int LOOKS = 50;

    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(20);

    static RunningThreads now() {
        Set<String> ids = new HashSet<>();
        Matcher thread = THREAD.matcher(dump());
        while (thread.find()) {
            ids.add(thread.group(1));
        }
        return new RunningThreads(ids);
    }

    /** Heads and stacks of our threads that were not there and have not ended within the grace time. */
    List<String> startedSinceAndStillRunning() {
        List<String> left = newcomers();
        for (int look = 1; !left.isEmpty() && look < LOOKS; look++) {
            LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
            left = newcomers();
        }
        return left;
    }

    private List<String> newcomers() {
        long self = Thread.currentThread().threadId();
        return Pattern.compile("\n\n")
                .splitAsStream(dump())
                .filter(block -> block.contains(OURS))
                .filter(block -> {
                    Matcher thread = THREAD.matcher(block);
                    return thread.find()
                            && !ids.contains(thread.group(1))
                            && !thread.group(1).equals("" + self);
                })
                .toList();
    }

    private static String dump() {
        try {
            Path folder = Files.createTempDirectory("threads");
            Path file = folder.resolve("dump");
            try {
                ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
                        .dumpThreads(file.toString(), ThreadDumpFormat.TEXT_PLAIN);
                return Files.readString(file);
            } finally {
                Files.deleteIfExists(file);
                Files.delete(folder);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
