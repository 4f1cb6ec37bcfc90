package io.csi4j.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProgramIT {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    Path folder;

    @Test
    void aStoppedProgramSeesSigtermAndItsExitCodeIsKept() {
        try (var program = shell("trap 'echo ending; exit 7' TERM; echo up; while :; do sleep 0.05; done")
                .start()) {
            program.awaitLog("up", PATIENCE);

            assertThat(program.stop()).isEqualTo(7);
            assertThat(program.logTail(1)).isEqualTo("ending");
        }
    }

    @Test
    void aRestartedProgramIsAnotherProcessWithTheSameLog() {
        try (var program = shell("echo life of $$; exec sleep 60").start()) {
            program.awaitLog("life of", PATIENCE);
            long first = program.pid();

            program.kill();
            program.restart();

            program.awaitLog("life of " + program.pid(), PATIENCE);
            assertThat(program.logTail(2)).startsWith("life of " + first);
        }
    }

    @Test
    void aProgramThatEndsTooSoonIsAnErrorWithItsLastWords() {
        try (var program = shell("echo no socket; exit 3").start()) {
            assertThatThrownBy(() -> program.awaitLog("ready", PATIENCE))
                    .isInstanceOf(LabException.class)
                    .hasMessageContaining("ended with 3")
                    .hasMessageContaining("no socket");
        }
    }

    @Test
    void argumentsAndVariablesReachTheProgram() {
        Program.Plan plan = shell("echo $GREETING $0 $1").with("a b", "c").withVariable("GREETING", "hello");
        try (var program = plan.start()) {
            assertThat(program.awaitExit(PATIENCE)).isZero();
            assertThat(program.logTail(1)).isEqualTo("hello a b c");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"KILL", "TERM"})
    void aProgramEndsWithTheJvmThatStartedIt(String signal) {
        Path java = Path.of(System.getProperty("java.home"), "bin/java");
        Program.Plan plan = Program.plan("jvm", java, folder.resolve("jvm.log"))
                .with("-cp", System.getProperty("java.class.path"), StartsAndWaits.class.getName())
                .with(folder.resolve("sleeper.log").toString());
        try (var jvm = plan.start()) {
            jvm.awaitLog("sleeper ", PATIENCE);
            long sleeper = Long.parseLong(jvm.logTail(1).substring("sleeper ".length()));

            Command.run("kill", "-" + signal, Long.toString(jvm.pid())).orFail("end the JVM");
            jvm.awaitExit(PATIENCE);

            Eventually.until(
                    "the sleeper to end",
                    PATIENCE,
                    () -> ProcessHandle.of(sleeper)
                            .filter(ProcessHandle::isAlive)
                            .isEmpty());
        }
    }

    private Program.Plan shell(String script) {
        return Program.plan("script", Path.of("/bin/sh"), folder.resolve("log/script.log"))
                .with("-c", script);
    }
}
