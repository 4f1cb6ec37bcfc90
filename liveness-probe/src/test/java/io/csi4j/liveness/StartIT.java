package io.csi4j.liveness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.csi4j.sidecar.launch.Exit;
import io.csi4j.sidecar.launch.Shutdown;
import io.csi4j.sidecar.launch.StartupException;
import io.csi4j.spec.v1.GetPluginInfoResponse;
import io.csi4j.testkit.Faults.Hold;
import io.csi4j.testkit.HttpReply;
import io.csi4j.testkit.Invariants;
import io.csi4j.testkit.driver.DriverCall;
import io.csi4j.testkit.driver.DriverTraits;
import io.csi4j.testkit.driver.FakeDriver;
import io.grpc.Status;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Start, listeners, metrics and end: contract liveness-probe.md, sections 3, 5 and 6. */
@Timeout(60)
class StartIT {
    private static final String NAME = "test.csi4j.io";
    private static final Predicate<DriverCall> NAME_CALL = DriverCall.on("GetPluginInfo");
    private static final String OPERATIONS = "csi_sidecar_operations_seconds_count";

    @RegisterExtension
    final Invariants invariants = new Invariants();

    private final FakeDriver driver = FakeDriver.start(DriverTraits.plain(NAME));
    private final List<AutoCloseable> open = new ArrayList<>();

    @AfterEach
    void closeAll() throws Exception {
        driver.faults().clear();
        // Probes first: one that loses its driver says so.
        for (AutoCloseable one : open.reversed()) {
            one.close();
        }
        driver.close();
    }

    @Test
    void whileTheDriverIsMissingThePortAnswersWhy() throws Exception {
        invariants.expectErrors("health check failed");
        driver.stop();
        RunningProbe probe = start("--http-endpoint=127.0.0.1:0");

        HttpReply before = health(probe);
        driver.restart();
        probe.search().await();

        assertThat(before.status()).isEqualTo(500);
        assertThat(before.body()).startsWith("the driver has not told its name yet: ");
        assertThat(health(probe).line()).isEqualTo("200 ok");
    }

    @Test
    void aDriverThatDoesNotTellItsNameIsAskedAgain() throws Exception {
        driver.faults().fail(2, NAME_CALL, Status.INTERNAL.withDescription("starting"));
        RunningProbe probe = start("--http-endpoint=127.0.0.1:0");

        probe.search().await();

        assertThat(health(probe).line()).isEqualTo("200 ok");
        assertThat(invariants.logLines())
                .filteredOn(line -> line.contains("starting"))
                .hasSize(1);
    }

    @Test
    void anEmptyNameIsNoName() throws Exception {
        invariants.expectErrors("health check failed");
        driver.editReplies(NAME_CALL, response -> GetPluginInfoResponse.getDefaultInstance());
        RunningProbe probe = start("--http-endpoint=127.0.0.1:0");
        while (!probe.search().waitingFor().equals("driver name is empty")) {
            Thread.onSpinWait();
        }

        assertThat(health(probe).line()).isEqualTo("500 the driver has not told its name yet: driver name is empty");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
            flags                           | servers | health on 1st | metrics on 1st | metrics on last
            --health-port=0                 | 1       | 200           | 404            | 404
            --health-port=0 METRICS         | 2       | 200           | 404            | 200
            --http-endpoint=127.0.0.1:0     | 1       | 200           | 200            | 200
            --http-endpoint=localhost:0     | 1       | 200           | 200            | 200
            --http-endpoint=:0              | 1       | 200           | 200            | 200
            """)
    void theListenersAreThoseOfTheFlags(String flags, int servers, int health, int metrics, int metricsOnLast)
            throws Exception {
        RunningProbe probe =
                start(flags.replace("METRICS", "--metrics-address=127.0.0.1:0").split(" ", -1));
        probe.search().await();
        int first = probe.servers().endpoints().getFirst().port();
        int last = probe.servers().endpoints().getLast().port();

        assertThat(probe.servers().endpoints()).hasSize(servers);
        assertThat(HttpReply.get(first, "/healthz").status()).isEqualTo(health);
        assertThat(HttpReply.get(first, "/metrics").status()).isEqualTo(metrics);
        assertThat(HttpReply.get(last, "/metrics").status()).isEqualTo(metricsOnLast);
    }

    @Test
    void metricsNameTheDriverFromItsFirstProbeOn() throws Exception {
        RunningProbe probe = start("--http-endpoint=127.0.0.1:0", "--metrics-path=/m");
        probe.search().await();

        String before = metrics(probe);
        health(probe);
        String after = metrics(probe);

        assertThat(before).contains(sample("unknown-driver", "GetPluginInfo", "OK") + " 1");
        assertThat(before).doesNotContain("Identity/Probe").contains(ProbeMetrics.LAST_SUCCESS + " 0");
        assertThat(after).contains(sample(NAME, "Probe", "OK") + " 1");
        assertThat(after).doesNotContain(ProbeMetrics.LAST_SUCCESS + " 0").contains("process_start_time_seconds ");
    }

    @Test
    void metricsShowWhatTheDriverAnsweredAndWhenItCouldNotBeAsked() throws Exception {
        invariants.expectErrors("health check failed");
        invariants.expectErrors("lost the connection to the driver");
        driver.faults().fail(1, DriverCall.on("Probe"), Status.FAILED_PRECONDITION);
        driver.setReady(false);
        RunningProbe probe = start("--http-endpoint=127.0.0.1:0", "--metrics-path=/m");
        probe.search().await();

        health(probe);
        health(probe);
        driver.stop();
        health(probe);

        assertThat(metrics(probe))
                .contains(sample(NAME, "Probe", "FailedPrecondition") + " 1")
                .contains(sample(NAME, "Probe", "OK") + " 1")
                .contains(ProbeMetrics.UNREACHABLE + " 1");
    }

    @ParameterizedTest
    @CsvSource({"--http-endpoint=127.0.0.1:PORT", "--health-port=0 --metrics-address=127.0.0.1:PORT"})
    void aPortInUseEndsWithFailure(String flags) throws Exception {
        try (var taken = new ServerSocket()) {
            taken.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            String[] arguments =
                    flags.replace("PORT", "" + taken.getLocalPort()).split(" ", -1);

            assertThatExceptionOfType(StartupException.class)
                    .isThrownBy(() -> LivenessProbe.run(Shutdown.onRequest(), arguments))
                    .withMessageContaining(":" + taken.getLocalPort())
                    .satisfies(fault -> assertThat(fault.exit()).isEqualTo(Exit.FAILURE));
        }
    }

    @Test
    void toldToEndWhileTheDriverHangsItSucceeds() throws Exception {
        Hold hold = driver.faults().hold(1, NAME_CALL);
        Shutdown shutdown = Shutdown.onRequest();
        var run = new FutureTask<>(
                () -> LivenessProbe.run(shutdown, "--csi-address=" + driver.address(), "--http-endpoint=127.0.0.1:0"));
        Thread.ofVirtual().start(run);
        hold.awaitArrival();

        shutdown.request(Exit.OK);

        assertThat(run.get()).isEqualTo(Exit.OK);
    }

    private RunningProbe start(String... more) {
        List<String> arguments = new ArrayList<>(List.of(more));
        arguments.add("--csi-address=unix://" + driver.address());
        RunningProbe probe = RunningProbe.start(LivenessOptions.parse(arguments.toArray(String[]::new)));
        open.add(probe);
        return probe;
    }

    private static HttpReply health(RunningProbe probe) throws Exception {
        return HttpReply.get(probe.servers().endpoints().getFirst().port(), "/healthz");
    }

    private static String metrics(RunningProbe probe) throws Exception {
        return HttpReply.get(probe.servers().endpoints().getLast().port(), "/m").body();
    }

    private static String sample(String driverName, String method, String code) {
        return OPERATIONS + "{driver_name=\"" + driverName + "\",grpc_status_code=\"" + code
                + "\",method_name=\"/csi.v1.Identity/" + method + "\"}";
    }
}
