package io.csi4j.sidecar.launch;

import io.csi4j.sidecar.log.Log;

/**
 * Runs a program and ends the process with the exit code of the contract (common.md, section 1): the only place that
 * calls {@link System#exit}. Log lines are written at once, so nothing is left to flush at the end.
 */
public final class Launch {
    private static final Log LOG = Log.of(Launch.class);

    /** What a {@code main} hands over; an exception other than {@link StartupException} counts as a bug. */
    @FunctionalInterface
    public interface Program {
        Exit run(String[] args) throws Exception;
    }

    private Launch() {}

    /**
     * Runs the program and ends the process; does not return. An exception that no thread catches ends it too, as a
     * half-living sidecar is worse than a restarted one.
     *
     * @param name how the program calls itself in its log lines
     */
    public static void program(String name, String[] args, Program program) {
        Thread.setDefaultUncaughtExceptionHandler((thread, bug) -> endNow(exitAfter(thread.getName(), bug)));
        HeapCare.start();
        endNow(run(name, args, program));
    }

    /** Ends the process at once, from any thread; what still runs is cut off. Does not return. */
    public static void endNow(Exit exit) {
        ProcessEnd.now(exit);
    }

    static Exit run(String name, String[] args, Program program) {
        try {
            return program.run(args);
        } catch (StartupException fault) {
            return exitAfter(fault);
        } catch (Throwable bug) {
            return exitAfter(name, bug);
        }
    }

    private static Exit exitAfter(StartupException fault) {
        switch (fault.exit()) {
            // The text is for the person at the terminal: usage, not a log line.
            case OK, USAGE -> System.err.println(fault.getMessage());
            case FAILURE, BUG -> LOG.error(fault.getCause(), messageOf(fault));
            case FATAL -> LOG.fatal(fault.getCause(), messageOf(fault));
        }
        return fault.exit();
    }

    private static String messageOf(StartupException fault) {
        String message = fault.getMessage();
        return message == null ? fault.exit().name() : message;
    }

    private static Exit exitAfter(String where, Throwable bug) {
        LOG.bug(bug, "unexpected failure, exiting", "in", where);
        return Exit.BUG;
    }
}
