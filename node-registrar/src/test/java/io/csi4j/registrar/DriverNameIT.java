package io.csi4j.registrar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.csi4j.sidecar.csi.DriverAddress.UnixSocket;
import io.csi4j.sidecar.launch.Exit;
import io.csi4j.sidecar.launch.Shutdown;
import io.csi4j.sidecar.launch.StartupException;
import io.csi4j.sidecar.launch.Ticker;
import io.csi4j.spec.v1.GetPluginInfoResponse;
import io.csi4j.testkit.Faults.Hold;
import io.csi4j.testkit.HandClock;
import io.csi4j.testkit.Invariants;
import io.csi4j.testkit.driver.DriverCall;
import io.csi4j.testkit.driver.DriverTraits;
import io.csi4j.testkit.driver.FakeDriver;
import io.grpc.Status;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Steps 7 and 8 of contract node-registrar.md, section 3. */
@Timeout(60)
class DriverNameIT {
    private static final String NAME = "test.csi4j.io";
    private static final Predicate<DriverCall> ASKING = DriverCall.on("GetPluginInfo");
    private static final Duration SECOND = Duration.ofSeconds(1);

    @RegisterExtension
    final Invariants invariants = new Invariants();

    private final FakeDriver driver = FakeDriver.start(DriverTraits.plain(NAME));
    private final Shutdown shutdown = Shutdown.onRequest();

    @AfterEach
    void closeDriver() {
        driver.close();
    }

    @Test
    void aDriverThatIsThereTellsItsName() {
        assertThat(ask(SECOND)).contains(NAME);
    }

    @Test
    void aDriverThatComesLaterIsWaitedFor() throws Exception {
        driver.stop();
        FutureTask<Optional<String>> asking = asking(Ticker.system());

        driver.restart();

        assertThat(asking.get()).contains(NAME);
    }

    @Test
    void aDriverThatIsUnavailableOrLateAtFirstIsAskedAgain() throws Exception {
        var clock = new HandClock();
        driver.faults().fail(1, ASKING, Status.UNAVAILABLE);
        driver.faults().fail(1, ASKING, Status.DEADLINE_EXCEEDED);
        FutureTask<Optional<String>> asking = asking(clock);

        clock.advanceToPauseOf(SECOND);
        clock.advanceToPauseOf(SECOND);

        assertThat(asking.get()).contains(NAME);
    }

    @Test
    void aDriverThatStaysUnavailableEndsTheProgramAfterItsBudget() throws Exception {
        var clock = new HandClock();
        driver.faults().failAll(ASKING, Status.UNAVAILABLE.withDescription("starting"));
        FutureTask<Optional<String>> asking = asking(clock);

        for (Duration spent = Duration.ZERO; spent.compareTo(DriverName.BUDGET) < 0; spent = spent.plus(SECOND)) {
            clock.advanceToPauseOf(SECOND);
        }

        assertThatExceptionOfType(ExecutionException.class)
                .isThrownBy(asking::get)
                .withCauseInstanceOf(StartupException.class)
                .withMessageContaining("starting");
    }

    @ParameterizedTest
    @EnumSource(
            value = Status.Code.class,
            names = {"UNIMPLEMENTED", "INTERNAL", "FAILED_PRECONDITION", "PERMISSION_DENIED"})
    void anyOtherErrorEndsTheProgram(Status.Code code) {
        driver.faults().fail(1, ASKING, code.toStatus().withDescription("as told"));
        assertThatExceptionOfType(StartupException.class)
                .isThrownBy(() -> ask(SECOND))
                .withMessageContaining("as told")
                .satisfies(fault -> assertThat(fault.exit()).isEqualTo(Exit.FAILURE));
    }

    @Test
    void anEmptyNameEndsTheProgram() {
        driver.editReplies(ASKING, reply -> GetPluginInfoResponse.getDefaultInstance());
        assertThatExceptionOfType(StartupException.class)
                .isThrownBy(() -> ask(SECOND))
                .withMessageContaining("driver name is empty");
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT0S", "PT-1S"})
    void aTimeoutThatIsOverBeforeItBeginsEndsTheProgram(Duration timeout) {
        assertThatExceptionOfType(StartupException.class)
                .isThrownBy(() -> ask(timeout))
                .withMessageContaining("context deadline exceeded");
    }

    @Test
    void toldToEndWhileTheDriverIsMissingItStopsAndLeavesTheThreadAlone() throws Exception {
        driver.stop();
        FutureTask<Boolean> interrupted = interruptedAfterAsking(Ticker.system());

        shutdown.request(Exit.OK);

        assertThat(interrupted.get()).isFalse();
    }

    @Test
    void toldToEndWhileTheDriverIsSilentItStopsAndLeavesTheThreadAlone() throws Exception {
        Hold hold = driver.faults().hold(1, ASKING);
        FutureTask<Boolean> interrupted = interruptedAfterAsking(Ticker.system());
        hold.awaitArrival();

        shutdown.request(Exit.OK);

        assertThat(interrupted.get()).isFalse();
    }

    @Test
    void toldToEndBetweenTwoTriesItStopsAndLeavesTheThreadAlone() throws Exception {
        driver.faults().failAll(ASKING, Status.UNAVAILABLE);
        var clock = new HandClock();
        FutureTask<Boolean> interrupted = interruptedAfterAsking(clock);
        clock.awaitParked(1);

        shutdown.request(Exit.OK);

        assertThat(interrupted.get()).isFalse();
    }

    /** Asks without an answer, then says whether the thread was left interrupted. */
    private FutureTask<Boolean> interruptedAfterAsking(Ticker ticker) {
        var task = new FutureTask<>(() -> {
            assertThat(new DriverName(Duration.ofHours(1), ticker).of(address(), shutdown))
                    .isEmpty();
            return Thread.currentThread().isInterrupted();
        });
        Thread.ofVirtual().start(task);
        return task;
    }

    private Optional<String> ask(Duration timeout) {
        return new DriverName(timeout, Ticker.system()).of(address(), shutdown);
    }

    private FutureTask<Optional<String>> asking(Ticker ticker) {
        var asking = new FutureTask<>(() -> new DriverName(Duration.ofSeconds(30), ticker).of(address(), shutdown));
        Thread.ofVirtual().start(asking);
        return asking;
    }

    private UnixSocket address() {
        return new UnixSocket(driver.socket());
    }
}
