package io.csi4j.bench.program;

import java.util.List;

/** Reads what the files of {@code /proc/<pid>} say: proc(5). Pure. */
final class ProcText {
    /** Clock ticks a second, as the kernel shows times to every program on Linux. */
    private static final double TICKS = 100;

    private static final double KILOBYTES = 1024;
    private static final int USER_TICKS_AFTER_NAME = 11;
    private static final int KERNEL_TICKS_AFTER_NAME = 12;

    private ProcText() {}

    /** Seconds of processor time from {@code stat}; the name in it may hold blanks and brackets. */
    static double cpuSeconds(String stat) {
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).strip().split(" ", -1);
        return (Long.parseLong(fields[USER_TICKS_AFTER_NAME]) + Long.parseLong(fields[KERNEL_TICKS_AFTER_NAME]))
                / TICKS;
    }

    /** Memory from {@code smaps_rollup}. */
    static Memory memory(List<String> rollup) {
        return new Memory(kilobytes(rollup, "Rss:") / KILOBYTES, kilobytes(rollup, "Pss:") / KILOBYTES);
    }

    /** Nanoseconds on a processor from {@code schedstat} of one thread. */
    static long nanosOnProcessor(String schedstat) {
        return Long.parseLong(schedstat.split(" ", -1)[0]);
    }

    /**
     * A number of a control group's file of counts, a line each: {@code oom_kill 0}.
     *
     * @throws IllegalArgumentException if it is not among the lines
     */
    static long count(String key, List<String> lines) {
        return lines.stream()
                .map(line -> line.split(" ", -1))
                .filter(words -> words[0].equals(key))
                .mapToLong(words -> Long.parseLong(words[1]))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("need a line " + key + ", found " + lines));
    }

    private static double kilobytes(List<String> lines, String key) {
        return lines.stream()
                .filter(line -> line.startsWith(key))
                .map(line -> line.substring(key.length(), line.length() - "kB".length())
                        .strip())
                .mapToDouble(Double::parseDouble)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("need a line " + key + ", found " + lines));
    }
}
