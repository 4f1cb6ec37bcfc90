package io.csi4j.sidecar.http;

import java.lang.management.ManagementFactory;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import javax.management.JMException;
import javax.management.ObjectName;

/**
 * The paths of Go's {@code /debug/pprof/} with what a JVM can honestly put there: command line, threads and heap by
 * class. Profiles and traces are 501, as Go's binary formats have no source here. The JVM's management classes load
 * with the first such request, not before.
 */
final class Pprof {
    private static final String PREFIX = "/debug/pprof/";
    private static final Map<String, String> TOLD = new LinkedHashMap<>();

    static {
        TOLD.put("cmdline", "the arguments of this process");
        TOLD.put("goroutine", "stacks of all platform threads");
        TOLD.put("heap", "live objects by class; collects garbage first");
        TOLD.put("symbol", "none");
    }

    private Pprof() {}

    static Map<String, Page> pages() {
        Map<String, Page> pages = new LinkedHashMap<>();
        pages.put(PREFIX, request -> index());
        pages.put(PREFIX + "cmdline", request -> Answer.text(200, commandLine()));
        pages.put(PREFIX + "goroutine", request -> diagnosis("threadPrint"));
        pages.put(PREFIX + "heap", request -> diagnosis("gcClassHistogram"));
        pages.put(PREFIX + "symbol", request -> Answer.text(200, "num_symbols: 0\n"));
        pages.put(PREFIX + "profile", request -> missing("profile"));
        pages.put(PREFIX + "trace", request -> missing("trace"));
        return pages;
    }

    private static Answer index() {
        String list = TOLD.entrySet().stream()
                .map(entry -> PREFIX + entry.getKey() + "\t" + entry.getValue() + "\n")
                .collect(Collectors.joining());
        return Answer.text(200, list);
    }

    /** The arguments with a zero byte between them, as Go and the kernel write them. */
    private static String commandLine() {
        ProcessHandle.Info info = ProcessHandle.current().info();
        String[] arguments = info.arguments().orElse(new String[0]);
        String command = info.command().orElse("java");
        return arguments.length == 0 ? command : command + "\0" + String.join("\0", arguments);
    }

    private static Answer missing(String what) {
        return Answer.text(501, "no " + what + " in this runtime: attach jcmd and use JFR.start\n");
    }

    private static Answer diagnosis(String operation) {
        try {
            Object text = ManagementFactory.getPlatformMBeanServer()
                    .invoke(
                            new ObjectName("com.sun.management:type=DiagnosticCommand"),
                            operation,
                            new Object[] {new String[0]},
                            new String[] {String[].class.getName()});
            return Answer.text(200, String.valueOf(text));
        } catch (JMException | SecurityException unavailable) {
            return Answer.text(501, "not in this runtime: " + unavailable.getMessage() + "\n");
        }
    }
}
