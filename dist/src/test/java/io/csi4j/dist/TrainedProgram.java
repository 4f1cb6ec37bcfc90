package io.csi4j.dist;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A program started for training. It ends with its training, whatever happens. */
final class TrainedProgram implements AutoCloseable {
    private static final Pattern LISTENING = Pattern.compile("127\\.0\\.0\\.1:([1-9][0-9]+)");

    private final Process process;
    private final Path log;

    private TrainedProgram(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    static TrainedProgram start(Path script, Path archive, Path log, List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(script.toString());
        command.addAll(arguments);
        var builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().put("CSI4J_TRAIN", archive.toString());
        return new TrainedProgram(builder.start(), log);
    }

    /** Asks the health page that often, once it is well. */
    void awaitHealth(int times) throws InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            for (int i = 0; i < times; i++) {
                await("health", () -> get(client, "/healthz") == 200);
            }
        }
    }

    /** Waits for a condition while the program lives. */
    void await(String what, BooleanSupplier condition) throws InterruptedException {
        long start = System.nanoTime();
        while (!condition.getAsBoolean()) {
            if (!process.isAlive() || System.nanoTime() - start > Training.patienceNanos()) {
                throw new IllegalStateException("waited in vain for " + what);
            }
            TimeUnit.MILLISECONDS.sleep(50);
        }
    }

    /** SIGTERM; the archive is written while the program ends. */
    void end() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(Training.patienceNanos(), TimeUnit.NANOSECONDS)) {
            throw new IllegalStateException("the program did not end");
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    private int get(HttpClient client, String path) {
        Matcher port = LISTENING.matcher(said());
        if (!port.find()) {
            return 0;
        }
        URI uri = URI.create("http://127.0.0.1:" + port.group(1) + path);
        try {
            return client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.discarding())
                    .statusCode();
        } catch (IOException notYet) {
            return 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 0;
        }
    }

    private String said() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            return e.toString();
        }
    }
}
