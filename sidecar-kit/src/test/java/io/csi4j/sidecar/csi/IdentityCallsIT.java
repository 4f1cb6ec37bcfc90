package io.csi4j.sidecar.csi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.csi4j.sidecar.launch.Exit;
import io.csi4j.sidecar.launch.Shutdown;
import io.csi4j.sidecar.launch.StartupException;
import io.csi4j.sidecar.log.Logging;
import io.csi4j.spec.v1.PluginCapability;
import io.csi4j.spec.v1.PluginCapability.Service;
import io.csi4j.spec.v1.PluginCapability.VolumeExpansion;
import io.grpc.Status;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The scenarios of contract common.md, section 11, row "rpc". */
@Timeout(60)
class IdentityCallsIT {
    private static final Duration CALL = Duration.ofSeconds(10);

    /** Long enough for a driver in the same process, short enough for one that never answers. */
    private static final Duration SINGLE_PROBE = Duration.ofMillis(500);

    private final TestDriver driver = new TestDriver();
    private DriverServer server;
    private DriverChannel channel;
    private IdentityCalls identity;

    @BeforeEach
    void connect(@TempDir Path folder) {
        var socket = new DriverAddress.UnixSocket(folder.resolve("csi.sock"));
        server = DriverServer.listen(socket, List.of(driver));
        channel = DriverChannel.connect(socket, ConnectOptions.standard());
        identity = new IdentityCalls(channel, Duration.ofMillis(1));
    }

    @AfterEach
    void disconnect() {
        channel.close();
        server.close(Duration.ZERO);
    }

    @Test
    void theDriverSaysItsName() {
        assertThat(identity.driverName(CALL)).isEqualTo(new Outcome.Done<>("test.csi4j.io"));
    }

    @Test
    void anEmptyNameIsRefused() {
        driver.named("");

        assertThat(identity.driverName(CALL))
                .isInstanceOfSatisfying(
                        Outcome.Refused.class,
                        refused -> assertThat(refused.status().getDescription()).isEqualTo("driver name is empty"));
    }

    @Test
    void anErrorIsPassedOnWithTheDriversWords() {
        driver.failing(Status.INTERNAL.withDescription("no name today"));

        assertThat(identity.driverName(CALL))
                .isInstanceOfSatisfying(
                        Outcome.Refused.class,
                        refused -> assertThat(GrpcText.of(refused.status()))
                                .isEqualTo("rpc error: code = Internal desc = no name today"));
        assertThat(identity.capabilities(CALL)).isInstanceOf(Outcome.Refused.class);
    }

    @Test
    void aDriverWithoutCapabilitiesHasNone() {
        assertThat(identity.capabilities(CALL)).isEqualTo(new Outcome.Done<>(Set.of()));
    }

    @Test
    void servicesAreKeptAndOtherKindsLeftOut() {
        driver.capableOf(
                service(Service.Type.CONTROLLER_SERVICE),
                service(Service.Type.UNKNOWN),
                PluginCapability.getDefaultInstance(),
                PluginCapability.newBuilder()
                        .setVolumeExpansion(VolumeExpansion.newBuilder().setType(VolumeExpansion.Type.ONLINE))
                        .build());

        assertThat(identity.capabilities(CALL))
                .isEqualTo(new Outcome.Done<>(Set.of(Service.Type.CONTROLLER_SERVICE, Service.Type.UNKNOWN)));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
            the driver says                    | probes | and the wait ends with
            ready                              | 1      | ready
            nothing                            | 1      | ready
            not-ready ready                    | 2      | ready
            not-ready not-ready ready          | 3      | ready
            silent silent ready                | 3      | ready
            UNAVAILABLE UNAVAILABLE ready      | 3      | ready
            DEADLINE_EXCEEDED ready            | 2      | ready
            not-ready INTERNAL                 | 2      | Internal
            silent INTERNAL                    | 2      | Internal
            UNIMPLEMENTED                      | 1      | Unimplemented
            ABORTED                            | 1      | Aborted
            """)
    void probingEndsWithReadinessOrAnErrorOfTheDriver(String script, int probes, String end)
            throws InterruptedException {
        for (String step : script.split(" ", -1)) {
            driver.thenProbe(
                    switch (step) {
                        case "ready" -> TestDriver.saying(true);
                        case "not-ready" -> TestDriver.saying(false);
                        case "silent" -> TestDriver.silent();
                        case "nothing" -> TestDriver.sayingNothing();
                        default -> TestDriver.failingWith(Status.Code.valueOf(step));
                    });
        }

        if (end.equals("ready")) {
            identity.probeUntilReady(SINGLE_PROBE, Shutdown.onRequest());
        } else {
            assertThatExceptionOfType(StartupException.class)
                    .isThrownBy(() -> identity.probeUntilReady(SINGLE_PROBE, Shutdown.onRequest()))
                    .withMessage("CSI driver probe failed: rpc error: code = " + end + " desc = as told");
        }

        assertThat(driver.probes).hasValue(probes);
    }

    @Test
    void waitingForADriverIsLoggedOnceForEachReason() throws InterruptedException {
        driver.thenProbe(TestDriver.saying(false))
                .thenProbe(TestDriver.saying(false))
                .thenProbe(TestDriver.failingWith(Status.Code.UNAVAILABLE))
                .thenProbe(TestDriver.failingWith(Status.Code.UNAVAILABLE));
        Queue<String> lines = new ConcurrentLinkedQueue<>();

        try (var _ = Logging.redirect(lines::add)) {
            identity.probeUntilReady(SINGLE_PROBE, Shutdown.onRequest());
        }

        assertThat(lines)
                .satisfiesExactly(
                        first -> assertThat(first).contains("why=\"driver is not ready\""),
                        second -> assertThat(second).contains("code = Unavailable"));
    }

    @Test
    void aRequestToEndEndsTheWait() throws InterruptedException {
        Shutdown shutdown = Shutdown.onRequest();
        driver.thenProbe(answer -> {
            shutdown.request(Exit.OK);
            TestDriver.saying(false).accept(answer);
        });

        identity.probeUntilReady(SINGLE_PROBE, shutdown);

        assertThat(driver.probes).hasValue(1);
    }

    private static PluginCapability service(Service.Type type) {
        return PluginCapability.newBuilder()
                .setService(Service.newBuilder().setType(type))
                .build();
    }
}
