package io.csi4j.attacher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.csi4j.sidecar.launch.Exit;
import io.csi4j.sidecar.launch.Shutdown;
import io.csi4j.sidecar.launch.StartupException;
import io.csi4j.sidecar.log.LoggingOptions.Format;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AttacherOptionsTest {
    @Test
    void theDefaultsAreUpstreams() {
        AttacherOptions options = AttacherOptions.parse();

        assertThat(options.common().csiAddress()).isEqualTo("/run/csi/socket");
        assertThat(options.common().kube().throttled()).isFalse();
        assertThat(options.common().election().enabled()).isFalse();
        assertThat(options.common().diagnostics().metricsPath()).isEqualTo("/metrics");
        assertThat(options.logging().v()).isZero();
        assertThat(options.timeout()).isEqualTo(Duration.ofSeconds(15));
        assertThat(options.workers()).isEqualTo(10);
        assertThat(options.retry()).isEqualTo(new AttacherOptions.Retry(Duration.ofSeconds(1), Duration.ofMinutes(5)));
        assertThat(options.reconcile())
                .isEqualTo(new AttacherOptions.Reconcile(
                        Duration.ofMinutes(10), Duration.ofMinutes(1), Duration.ofSeconds(15)));
        assertThat(options.maxEntries()).isZero();
        assertThat(options.defaultFsType()).isEmpty();
        assertThat(options.maxGrpcLogLength()).isEqualTo(-1);
        assertThat(options.mutableAllocatable()).isTrue();
    }

    @Test
    void everyFlagReachesItsField() {
        AttacherOptions options = AttacherOptions.parse(
                ("-csi-address=/csi/s --kubeconfig=k --timeout=20s --worker-threads=3 --retry-interval-start=2s"
                                + " --retry-interval-max=3m --resync=4m --reconcile-sync=5m --reconcile-timeout=6m --max-entries=6"
                                + " --default-fstype=xfs --max-grpc-log-length=7 --leader-election"
                                + " --leader-election-namespace=n --leader-election-lease-duration=30s"
                                + " --leader-election-renew-deadline=20s --leader-election-retry-period=8s"
                                + " --leader-election-labels=a:b --kube-api-qps=9 --kube-api-burst=11"
                                + " --http-endpoint=:1 --metrics-path=/m --version --v=5 --logging-format=json"
                                + " --feature-gates=MutableCSINodeAllocatableCount=false")
                        .split(" ", -1));

        assertThat(options.common().csiAddress()).isEqualTo("/csi/s");
        assertThat(options.common().kube().kubeconfig()).isEqualTo("k");
        assertThat(options.common().kube().qps()).isEqualTo(9);
        assertThat(options.common().kube().burst()).isEqualTo(11);
        assertThat(options.common().election().enabled()).isTrue();
        assertThat(options.common().election().namespace()).isEqualTo("n");
        assertThat(options.common().election().timing().leaseDuration()).isEqualTo(Duration.ofSeconds(30));
        assertThat(options.common().election().timing().renewDeadline()).isEqualTo(Duration.ofSeconds(20));
        assertThat(options.common().election().timing().retryPeriod()).isEqualTo(Duration.ofSeconds(8));
        assertThat(options.common().election().labels()).isEqualTo(Map.of("a", "b"));
        assertThat(options.common().diagnostics().httpEndpoint()).isEqualTo(":1");
        assertThat(options.common().diagnostics().metricsPath()).isEqualTo("/m");
        assertThat(options.common().version()).isTrue();
        assertThat(options.logging().v()).isEqualTo(5);
        assertThat(options.logging().format()).isEqualTo(Format.JSON);
        assertThat(options.timeout()).isEqualTo(Duration.ofSeconds(20));
        assertThat(options.workers()).isEqualTo(3);
        assertThat(options.retry()).isEqualTo(new AttacherOptions.Retry(Duration.ofSeconds(2), Duration.ofMinutes(3)));
        assertThat(options.reconcile())
                .isEqualTo(new AttacherOptions.Reconcile(
                        Duration.ofMinutes(4), Duration.ofMinutes(5), Duration.ofMinutes(6)));
        assertThat(options.maxEntries()).isEqualTo(6);
        assertThat(options.defaultFsType()).isEqualTo("xfs");
        assertThat(options.maxGrpcLogLength()).isEqualTo(7);
        assertThat(options.mutableAllocatable()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
                    argument                     | exit    | message
                    --no-such-flag               | USAGE   | no-such-flag
                    --timeout=15                 | USAGE   | timeout
                    --feature-gates=x            | USAGE   | feature-gates
                    --master=x                   | USAGE   | master
                    --alsologtostderr            | USAGE   | alsologtostderr
                    --leader-election-labels=a   | USAGE   | leader-election-labels
                    --help                       | OK      | -csi-address
                    --feature-gates=Unknown=true | FAILURE | Unknown
                    --log-text-split-stream      | FAILURE | split-stream
                    --logging-format=xml         | FAILURE | logging-format
                    --worker-threads=0           | FAILURE | worker
                    --retry-interval-start=0     | FAILURE | retry
                    --timeout=0                  | FAILURE | timeout
                    --reconcile-timeout=-1s      | FAILURE | reconcile-timeout
                    --max-entries=-1             | FAILURE | max-entries
                    """)
    void aWrongCommandLineEndsWithItsExitCodeAndNamesTheFault(String argument, Exit exit, String message) {
        assertThatExceptionOfType(StartupException.class)
                .isThrownBy(() -> run(argument))
                .withMessageContaining(message)
                .satisfies(fault -> assertThat(fault.exit()).isEqualTo(exit));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--feature-gates=AllAlpha=true",
                "--feature-gates=AllBeta=true",
                "--feature-gates=ReleaseLeaderElectionOnExit=true",
                "--automaxprocs"
            })
    void whatHasNoEffectHereIsAccepted(String argument) {
        assertThat(AttacherOptions.parse(argument).mutableAllocatable()).isTrue();
    }

    @Test
    void aListVolumesPassHasTheTimeOfACallUnlessItHasItsOwn() {
        assertThat(AttacherOptions.parse("--timeout=40s").reconcile().limit()).isEqualTo(Duration.ofSeconds(40));
        assertThat(AttacherOptions.parse("--timeout=40s", "--reconcile-timeout=2m")
                        .reconcile()
                        .limit())
                .isEqualTo(Duration.ofMinutes(2));
    }

    @Test
    void theLaterOfTwoGatesWins() {
        var options = AttacherOptions.parse(
                "--feature-gates=MutableCSINodeAllocatableCount=true",
                "--feature-gates=MutableCSINodeAllocatableCount=false");

        assertThat(options.mutableAllocatable()).isFalse();
    }

    @Test
    void twoHttpAddressesAreRefused() {
        assertThatExceptionOfType(StartupException.class)
                .isThrownBy(() -> run("--http-endpoint=:1", "--metrics-address=:2"))
                .satisfies(fault -> assertThat(fault.exit()).isEqualTo(Exit.FAILURE));
    }

    @Test
    void theVersionIsPrintedAfterTheGatesAreChecked() throws InterruptedException {
        assertThat(Attacher.run("--version")).isEqualTo(Exit.OK);
        assertThatExceptionOfType(StartupException.class)
                .isThrownBy(() -> Attacher.run("--version", "--feature-gates=Unknown=true"));
    }

    private static void run(String... arguments) throws InterruptedException {
        Attacher.run(Shutdown.onRequest(), AttacherOptions.parse(arguments));
    }
}
