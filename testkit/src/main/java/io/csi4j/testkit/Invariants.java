package io.csi4j.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * What must hold after every test: no thread of ours is left running, and no error line was logged that the test did
 * not announce. Register it as a field: {@code @RegisterExtension final Invariants invariants = new Invariants();}
 */
public final class Invariants implements BeforeEachCallback, AfterEachCallback {
    private final List<String> expected = new ArrayList<>();
    private RunningThreads before = RunningThreads.NONE;
    private @Nullable LogCapture log;

    /** Announces that error lines containing {@code text} belong to the test. */
    public void expectErrors(String text) {
        expected.add(text);
    }

    /** The log lines of the running test. */
    public List<String> logLines() {
        return log == null ? List.of() : log.lines();
    }

    @Override
    public void beforeEach(@Nullable ExtensionContext context) {
        before = RunningThreads.now();
        log = LogCapture.start();
    }

    @Override
    public void afterEach(@Nullable ExtensionContext context) {
        List<String> left = before.startedSinceAndStillRunning();
        List<String> errors = log == null ? List.of() : log.errors();
        if (log != null) {
            log.close();
        }
        assertThat(left).as("threads left running by the test").isEmpty();
        assertThat(errors)
                .as("error lines the test did not announce")
                .allMatch(line -> expected.stream().anyMatch(line::contains));
    }
}
