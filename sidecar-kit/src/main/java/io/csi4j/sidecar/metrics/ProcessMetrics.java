package io.csi4j.sidecar.metrics;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;

/**
 * Facts about this process under the names every Prometheus library uses, read from {@code /proc} at each look; 0
 * where the kernel does not tell. Without the JVM's management beans, which cost megabytes.
 */
public final class ProcessMetrics {
    private static final Path SELF = Path.of("/proc/self");
    private static final double MILLIS_PER_SECOND = 1e3;
    private static final double BYTES_PER_KIB = 1024;

    /** The kernel shows times in hundredths of a second on every machine Linux runs on (USER_HZ). */
    private static final double TICKS_PER_SECOND = 100;

    private ProcessMetrics() {}

    static void on(MetricsRegistry registry) {
        double start = startedAt().toEpochMilli() / MILLIS_PER_SECOND;
        registry.gauge("process_start_time_seconds", "[ALPHA] Start time of the process since unix epoch in seconds.")
                .set(start);
        registry.counter("process_cpu_seconds_total", "User and system CPU time spent in seconds.")
                .read(() -> cpuSeconds(text("stat")));
        registry.gauge("process_open_fds", "Number of open file descriptors.").read(ProcessMetrics::openFiles);
        registry.gauge("process_max_fds", "Maximum number of open file descriptors.")
                .read(() -> mostFiles(text("limits")));
        registry.gauge("process_resident_memory_bytes", "Resident memory size in bytes.")
                .read(() -> status("VmRSS:") * BYTES_PER_KIB);
        registry.gauge("process_virtual_memory_bytes", "Virtual memory size in bytes.")
                .read(() -> status("VmSize:") * BYTES_PER_KIB);
        registry.gauge("process_threads", "Number of operating system threads.").read(() -> status("Threads:"));
        heap(registry);
    }

    private static void heap(MetricsRegistry registry) {
        Runtime runtime = Runtime.getRuntime();
        registry.gauge("jvm_memory_used_bytes", "Used bytes of a memory area.", "area")
                .read(() -> runtime.totalMemory() - runtime.freeMemory(), "heap");
        registry.gauge("jvm_memory_committed_bytes", "Committed bytes of a memory area.", "area")
                .read(runtime::totalMemory, "heap");
        registry.gauge("jvm_memory_max_bytes", "Maximum bytes of a memory area.", "area")
                .read(runtime::maxMemory, "heap");
    }

    /** When this process began; the HTTP server says it in a header of the metrics page. */
    public static Instant startedAt() {
        return ProcessHandle.current().info().startInstant().orElse(Instant.EPOCH);
    }

    /** Fields 14 and 15 of {@code stat}, counted behind the command in parentheses, which may hold blanks. */
    static double cpuSeconds(String stat) {
        String[] fields = stat.substring(stat.lastIndexOf(')') + 1).strip().split(" ", -1);
        return fields.length < 13 ? 0 : (number(fields[11]) + number(fields[12])) / TICKS_PER_SECOND;
    }

    static double mostFiles(String limits) {
        return limits.lines()
                .filter(line -> line.startsWith("Max open files"))
                .mapToDouble(line ->
                        number(line.substring("Max open files".length()).strip().split(" +", 2)[0]))
                .findFirst()
                .orElse(0);
    }

    /** The number behind a key of {@code status}. */
    static double valueOf(String key, String status) {
        return status.lines()
                .filter(line -> line.startsWith(key))
                .mapToDouble(line -> number(line.substring(key.length()).strip().split(" ", 2)[0]))
                .findFirst()
                .orElse(0);
    }

    private static double status(String key) {
        return valueOf(key, text("status"));
    }

    private static double openFiles() {
        int count = 0;
        try (DirectoryStream<Path> files = Files.newDirectoryStream(SELF.resolve("fd"))) {
            for (Path file : files) {
                count += file.getNameCount() > 0 ? 1 : 0;
            }
        } catch (IOException unreadable) {
            return 0;
        }
        // One of them was the directory itself.
        return count - 1.0;
    }

    private static String text(String file) {
        try {
            return Files.readString(SELF.resolve(file), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            return "";
        }
    }

    private static double number(String digits) {
        try {
            return Double.parseDouble(digits);
        } catch (NumberFormatException unlimited) {
            return Double.POSITIVE_INFINITY;
        }
    }
}
