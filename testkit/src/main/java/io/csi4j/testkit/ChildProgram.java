package io.csi4j.testkit;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A main class of the test's class path in a JVM of its own: what operators see of a program, its exit code, its
 * streams and what signals do to it. Killed when closed. Mutable, for one thread.
 */
public final class ChildProgram implements AutoCloseable {
    private final Process process;
    private final BufferedReader errors;
    private final List<String> said = new ArrayList<>();

    private ChildProgram(Process process) {
        this.process = process;
        this.errors = process.errorReader();
    }

    public static ChildProgram start(Class<?> program, String... arguments) throws IOException {
        return start(Map.of(), program, arguments);
    }

    /** @param environment what differs from this JVM's */
    public static ChildProgram start(Map<String, String> environment, Class<?> program, String... arguments)
            throws IOException {
        // A shell that starts the tests in the background lets them, and so the program, ignore SIGINT.
        List<String> command = new ArrayList<>(List.of("env", "--default-signal"));
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "--sun-misc-unsafe-memory-access=allow"));
        command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-cp", System.getProperty("java.class.path")));
        command.add(program.getName());
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command);
        builder.environment().putAll(environment);
        return new ChildProgram(builder.start());
    }

    /**
     * Reads standard error up to a line with that text, and answers the line.
     *
     * @throws AssertionError with all it said, if it ends without such a line
     */
    public String awaitLine(String text) throws IOException {
        for (String line = errors.readLine(); line != null; line = errors.readLine()) {
            said.add(line);
            if (line.contains(text)) {
                return line;
            }
        }
        throw new AssertionError("need a line with \"" + text + "\", got:\n" + String.join("\n", said));
    }

    /** Sends a signal by its short name, such as {@code TERM}. */
    public void signal(String name) throws IOException, InterruptedException {
        // Not Process.destroy: it closes the streams, and the last words would be lost.
        int code = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                .inheritIO()
                .start()
                .waitFor();
        if (code != 0) {
            throw new IOException("kill -" + name + " ended with " + code);
        }
    }

    /** Waits for the end. */
    public End end() throws IOException, InterruptedException {
        for (String line = errors.readLine(); line != null; line = errors.readLine()) {
            said.add(line);
        }
        String output = process.inputReader().lines().collect(Collectors.joining("\n"));
        return new End(process.waitFor(), output, String.join("\n", said));
    }

    /**
     * How it ended.
     *
     * @param code of a signal that killed it, 128 and its number
     * @param output all of standard output
     * @param complaint all of standard error
     */
    public record End(int code, String output, String complaint) {}

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
