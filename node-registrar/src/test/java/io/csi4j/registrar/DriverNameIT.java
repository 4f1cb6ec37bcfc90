package io.csi4j.registrar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.csi4j.sidecar.csi.DriverAddress.UnixSocket;
import io.csi4j.sidecar.csi.DriverServer;
import io.csi4j.sidecar.launch.Exit;
import io.csi4j.sidecar.launch.Shutdown;
import io.csi4j.sidecar.launch.StartupException;
import io.csi4j.sidecar.launch.Ticker;
import io.csi4j.testkit.Faults.Hold;
import io.csi4j.testkit.HandClock;
import io.csi4j.testkit.Invariants;
import io.grpc.Status;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Steps 7 and 8 of contract node-registrar.md, section 3. */
@Timeout(60)
class DriverNameIT {
    private static final Duration SECOND = Duration.ofSeconds(1);

    @RegisterExtension
    final Invariants invariants = new Invariants();

    @TempDir
    Path folder;

    private final NamedDriver driver = new NamedDriver(NamedDriver.NAME);
    private final Shutdown shutdown = Shutdown.onRequest();

    @Test
    void aDriverThatIsThereTellsItsName() {
        try (DriverServer _ = driver.serve(socket())) {
            assertThat(ask(SECOND)).contains(NamedDriver.NAME);
        }
    }

    @Test
    void aDriverThatComesLaterIsWaitedFor() throws Exception {
        FutureTask<Optional<String>> asking = asking(Ticker.system());

        try (DriverServer _ = driver.serve(socket())) {
            assertThat(asking.get()).contains(NamedDriver.NAME);
        }
    }

    @Test
    void aDriverThatIsUnavailableOrLateAtFirstIsAskedAgain() throws Exception {
        var clock = new HandClock();
        driver.faults().fail(1, any -> true, Status.UNAVAILABLE);
        driver.faults().fail(1, any -> true, Status.DEADLINE_EXCEEDED);
        try (DriverServer _ = driver.serve(socket())) {
            FutureTask<Optional<String>> asking = asking(clock);

            clock.advanceToPauseOf(SECOND);
            clock.advanceToPauseOf(SECOND);

            assertThat(asking.get()).contains(NamedDriver.NAME);
        }
    }

    @Test
    void aDriverThatStaysUnavailableEndsTheProgramAfterItsBudget() throws Exception {
        var clock = new HandClock();
        driver.faults().failAll(any -> true, Status.UNAVAILABLE.withDescription("starting"));
        try (DriverServer _ = driver.serve(socket())) {
            FutureTask<Optional<String>> asking = asking(clock);

            for (Duration spent = Duration.ZERO; spent.compareTo(DriverName.BUDGET) < 0; spent = spent.plus(SECOND)) {
                clock.advanceToPauseOf(SECOND);
            }

            assertThatExceptionOfType(ExecutionException.class)
                    .isThrownBy(asking::get)
                    .withCauseInstanceOf(StartupException.class)
                    .withMessageContaining("starting");
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Status.Code.class,
            names = {"UNIMPLEMENTED", "INTERNAL", "FAILED_PRECONDITION", "PERMISSION_DENIED"})
    void anyOtherErrorEndsTheProgram(Status.Code code) {
        driver.faults().fail(1, any -> true, code.toStatus().withDescription("as told"));
        try (DriverServer _ = driver.serve(socket())) {
            assertThatExceptionOfType(StartupException.class)
                    .isThrownBy(() -> ask(SECOND))
                    .withMessageContaining("as told")
                    .satisfies(fault -> assertThat(fault.exit()).isEqualTo(Exit.FAILURE));
        }
    }

    @Test
    void anEmptyNameEndsTheProgram() {
        try (DriverServer _ = new NamedDriver("").serve(socket())) {
            assertThatExceptionOfType(StartupException.class)
                    .isThrownBy(() -> ask(SECOND))
                    .withMessageContaining("driver name is empty");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT0S", "PT-1S"})
    void aTimeoutThatIsOverBeforeItBeginsEndsTheProgram(Duration timeout) {
        try (DriverServer _ = driver.serve(socket())) {
            assertThatExceptionOfType(StartupException.class)
                    .isThrownBy(() -> ask(timeout))
                    .withMessageContaining("context deadline exceeded");
        }
    }

    @ParameterizedTest
    @CsvSource({"missing", "silent", "unavailable"})
    void toldToEndItStopsAskingAndLeavesTheThreadAlone(String kind) throws Exception {
        Hold hold = driver.faults().hold(kind.equals("silent") ? 1 : 0, any -> true);
        driver.faults().failAll(any -> true, Status.UNAVAILABLE);
        var clock = new HandClock();
        var interrupted = new FutureTask<>(() -> {
            assertThat(new DriverName(Duration.ofHours(1), clock).of(new UnixSocket(socket()), shutdown))
                    .isEmpty();
            return Thread.currentThread().isInterrupted();
        });
        try (AutoCloseable _ = kind.equals("missing") ? () -> {} : driver.serve(socket())) {
            Thread.ofVirtual().start(interrupted);
            switch (kind) {
                case "silent" -> hold.awaitArrival();
                case "unavailable" -> clock.awaitParked(1);
                default -> {
                    // Nothing to wait for: there is no driver.
                }
            }

            shutdown.request(Exit.OK);

            assertThat(interrupted.get()).isFalse();
            driver.faults().clear();
        }
    }

    private Optional<String> ask(Duration timeout) {
        return new DriverName(timeout, Ticker.system()).of(new UnixSocket(socket()), shutdown);
    }

    private FutureTask<Optional<String>> asking(Ticker ticker) {
        var asking = new FutureTask<>(
                () -> new DriverName(Duration.ofSeconds(30), ticker).of(new UnixSocket(socket()), shutdown));
        Thread.ofVirtual().start(asking);
        return asking;
    }

    private Path socket() {
        return folder.resolve("csi.sock");
    }
}
