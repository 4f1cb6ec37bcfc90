package io.csi4j.lab;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * What a short command answered.
 *
 * @param output standard output, untrimmed
 * @param errors standard error, untrimmed
 */
record Command(List<String> command, int exitCode, String output, String errors) {
    /** The common pool has one thread on two processors: standard error would wait for the end of standard output. */
    private static final Executor OWN_THREAD =
            task -> Thread.ofPlatform().daemon().name("lab-command").start(task);

    static Command run(String... command) {
        return run(List.of(command), Map.of(), "");
    }

    static Command run(List<String> command, Map<String, String> environment, String input) {
        StringBuilder errors = new StringBuilder();
        Command result =
                run(command, environment, input, line -> errors.append(line).append('\n'));
        return new Command(command, result.exitCode(), result.output(), errors.toString());
    }

    /** Runs it to its end; each line of standard error goes to {@code progress} as it comes. */
    static Command run(List<String> command, Map<String, String> environment, String input, Consumer<String> progress) {
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().putAll(environment);
        Process process = Children.start(builder);
        try {
            CompletableFuture<String> output =
                    CompletableFuture.supplyAsync(() -> text(process.getInputStream()), OWN_THREAD);
            CompletableFuture<Void> errors = CompletableFuture.runAsync(
                    () -> process.errorReader(StandardCharsets.UTF_8).lines().forEach(progress), OWN_THREAD);
            try (var stdin = process.getOutputStream()) {
                stdin.write(input.getBytes(StandardCharsets.UTF_8));
            } catch (IOException e) {
                // The command did not want its input and closed it: what it answers is what counts.
                progress.accept("input not read: " + e.getMessage());
            }
            int exitCode = process.waitFor();
            errors.join();
            return new Command(command, exitCode, output.join(), "");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LabException("interrupted while running " + command.getFirst(), e);
        } finally {
            process.destroyForcibly();
        }
    }

    boolean succeeded() {
        return exitCode == 0;
    }

    /** Standard output, or an error that says what was tried and what the command complained about. */
    String orFail(String purpose) {
        if (!succeeded()) {
            throw new LabException("could not " + purpose + ": " + String.join(" ", command) + " ended with " + exitCode
                    + "\n" + errors.strip());
        }
        return output;
    }

    private static String text(InputStream stream) {
        try {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
