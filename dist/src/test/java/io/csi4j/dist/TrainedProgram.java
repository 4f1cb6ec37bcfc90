package io.csi4j.dist;

import io.csi4j.testkit.HttpReply;
import java.io.IOException;
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
        for (int i = 0; i < times; i++) {
            await("health", this::isHealthy);
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

    private boolean isHealthy() {
        Matcher port = LISTENING.matcher(said());
        try {
            return port.find()
                    && HttpReply.get(Integer.parseInt(port.group(1)), "/healthz")
                                    .status()
                            == 200;
        } catch (IOException notYet) {
            return false;
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
