package io.csi4j.sidecar.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class InterruptionTest {
    private final Shutdown shutdown = Shutdown.onRequest();

    @Test
    void theEndOfTheProgramInterruptsTheThreadAndClosingTakesItBack() {
        try (var waiting = new Interruption(shutdown)) {
            shutdown.request(Exit.OK);

            assertThat(waiting.happened()).isTrue();
            assertThat(Thread.currentThread().isInterrupted()).isTrue();
        }
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }

    @Test
    void anEndBeforeItInterruptsAtOnce() {
        shutdown.request(Exit.OK);

        try (var waiting = new Interruption(shutdown)) {
            assertThat(waiting.happened()).isTrue();
        }
    }

    @Test
    void onceItIsClosedTheThreadIsLeftAlone() {
        var waiting = new Interruption(shutdown);
        waiting.close();

        shutdown.request(Exit.OK);

        assertThat(waiting.happened()).isFalse();
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }

    @Test
    void aStepThatIsTakenAnswers() throws InterruptedException {
        assertThat(Interruption.unlessEnding(shutdown, () -> "answer")).isEqualTo("answer");
    }

    @Test
    void aStepThatTheEndCutsShortAnswersNothing() throws InterruptedException {
        assertThat(Interruption.<String>unlessEnding(shutdown, () -> {
                    shutdown.request(Exit.OK);
                    throw new InterruptedException("cut short");
                }))
                .isNull();
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }

    @Test
    void aFaultWhileTheEndIsAskedForIsNone() throws InterruptedException {
        shutdown.request(Exit.OK);

        assertThat(Interruption.<String>unlessEnding(shutdown, () -> {
                    throw new StartupException(Exit.FAILURE, "the driver went away");
                }))
                .isNull();
    }

    @Test
    void anyOtherFaultEndsTheStart() {
        assertThatThrownBy(() -> Interruption.<String>unlessEnding(shutdown, () -> {
                    throw new StartupException(Exit.FAILURE, "no driver");
                }))
                .isInstanceOf(StartupException.class)
                .hasMessage("no driver");
    }
}
