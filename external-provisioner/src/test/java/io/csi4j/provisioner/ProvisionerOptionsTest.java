package io.csi4j.provisioner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.csi4j.controller.work.Backoff;
import io.csi4j.provisioner.ProvisionerOptions.Capacity;
import io.csi4j.provisioner.ProvisionerOptions.NodeDeployment;
import io.csi4j.provisioner.ProvisionerOptions.Pace;
import io.csi4j.provisioner.ProvisionerOptions.Place;
import io.csi4j.provisioner.ProvisionerOptions.Sources;
import io.csi4j.provisioner.ProvisionerOptions.Topology;
import io.csi4j.provisioner.ProvisionerOptions.Volumes;
import io.csi4j.sidecar.launch.Exit;
import io.csi4j.sidecar.launch.StartupException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProvisionerOptionsTest {
    @Test
    void defaultsAreTheContracts() {
        var options = ProvisionerOptions.parse();

        assertThat(options.master()).isEmpty();
        assertThat(options.common().csiAddress()).isEqualTo("/run/csi/socket");
        assertThat(options.common().kube().throttled()).isFalse();
        assertThat(options.common().election().enabled()).isFalse();
        assertThat(options.pace())
                .isEqualTo(new Pace(
                        Duration.ofSeconds(10), new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(5)), 100));
        assertThat(options.volumes()).isEqualTo(new Volumes("pvc", -1, false, "", false, false));
        assertThat(options.topology()).isEqualTo(new Topology(false, true));
        assertThat(options.sources()).isEqualTo(new Sources(1, Duration.ofMinutes(5), true));
        assertThat(options.gates().enabled("CrossNamespaceVolumeDataSource")).isFalse();
        assertThat(options.capacity())
                .isEqualTo(new Capacity(false, 1, Duration.ofMinutes(1), false, 1, new Capacity.Rate(1, 5)));
        assertThat(options.nodeDeployment())
                .isEqualTo(new NodeDeployment(false, true, Duration.ofSeconds(20), Duration.ofSeconds(60)));
        assertThat(options.gates().enabled("Topology")).isTrue();
        assertThat(options.gates().enabled("VolumeAttributesClass")).isTrue();
        assertThat(options.gates().isSet("VolumeAttributesClass")).isFalse();
    }

    @Test
    void everyFlagReachesItsField() {
        var options = ProvisionerOptions.parse(
                Map.of("NODE_NAME", "n1", "NAMESPACE", "team", "POD_NAME", "csi-0", "KUBECONFIG", "/e"),
                "-v=5",
                "--csi-address=/csi/csi.sock",
                "--kubeconfig=/k",
                "--master=https://m",
                "--enable-pprof",
                "--kube-api-qps=7",
                "--leader-election",
                "--leader-election-namespace=ns",
                "--leader-election-labels=a:b",
                "--http-endpoint=:8080",
                "--metrics-path=/m",
                "--timeout=1200s",
                "--retry-interval-start=2s",
                "--retry-interval-max=30m",
                "--worker-threads=7",
                "--volume-name-prefix=vol",
                "--volume-name-uuid-length=10",
                "--extra-create-metadata=true",
                "--default-fstype=ext4",
                "--controller-publish-readonly",
                "--durable-provisioning",
                "--strict-topology=true",
                "--immediate-topology=false",
                "--node-deployment",
                "--node-deployment-immediate-binding=false",
                "--node-deployment-base-delay=1s",
                "--node-deployment-max-delay=2s",
                "--enable-capacity",
                "--capacity-for-immediate-binding",
                "--capacity-poll-interval=2m",
                "--capacity-ownerref-level=2",
                "--capacity-threads=3",
                "--kube-api-capacity-qps=2.5",
                "--kube-api-capacity-burst=9",
                "--cloning-protection-threads=2",
                "--snapshot-orphan-sweep-interval=0",
                "--prevent-volume-mode-conversion=false",
                "--feature-gates=Topology=false,VolumeAttributesClass=false,CrossNamespaceVolumeDataSource=true");

        assertThat(options.logging().v()).isEqualTo(5);
        assertThat(options.master()).isEqualTo("https://m");
        assertThat(options.pprof()).isTrue();
        assertThat(options.common().csiAddress()).isEqualTo("/csi/csi.sock");
        assertThat(options.common().kube().kubeconfig()).isEqualTo("/k");
        assertThat(options.common().kube().throttled()).isTrue();
        assertThat(options.common().election().enabled()).isTrue();
        assertThat(options.common().election().namespace()).isEqualTo("ns");
        assertThat(options.common().election().labels()).isEqualTo(Map.of("a", "b"));
        assertThat(options.common().diagnostics().address()).isEqualTo(":8080");
        assertThat(options.common().diagnostics().metricsPath()).isEqualTo("/m");
        assertThat(options.pace())
                .isEqualTo(new Pace(
                        Duration.ofMinutes(20), new Backoff(Duration.ofSeconds(2), Duration.ofMinutes(30)), 7));
        assertThat(options.volumes()).isEqualTo(new Volumes("vol", 10, true, "ext4", true, true));
        assertThat(options.topology()).isEqualTo(new Topology(true, false));
        assertThat(options.sources()).isEqualTo(new Sources(2, Duration.ZERO, false));
        assertThat(options.gates().enabled("CrossNamespaceVolumeDataSource")).isTrue();
        assertThat(options.capacity())
                .isEqualTo(new Capacity(true, 2, Duration.ofMinutes(2), true, 3, new Capacity.Rate(2.5, 9)));
        assertThat(options.nodeDeployment())
                .isEqualTo(new NodeDeployment(true, false, Duration.ofSeconds(1), Duration.ofSeconds(2)));
        assertThat(options.place()).isEqualTo(new Place("n1", "team", "csi-0", "/e"));
        assertThat(options.gates().enabled("Topology")).isFalse();
        assertThat(options.gates().enabled("VolumeAttributesClass")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--feature-gates=ReleaseLeaderElectionOnExit=true",
                "--feature-gates=HonorPVReclaimPolicy=true",
                "--automaxprocs"
            })
    void whatOnlyTunesAnUnbuiltFeatureIsAccepted(String flag) {
        assertThat(ProvisionerOptions.parse(flag)).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--cloning-protection-threads=0",
                "--volume-name-uuid-length=33",
                "--worker-threads=0",
                "--retry-interval-start=0",
                "--leader-election-labels=-a:b"
            })
    void whoAsksForTheVersionGetsItAllTheSame(String flag) {
        assertThat(ProvisionerOptions.parse("--version", flag).common().version())
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"--feature-gates=Nonsense=true", "--logging-format=xml", "--timeout=10"})
    void whatTheContractLooksAtBeforeTheVersionEndsTheProgram(String flag) {
        assertThatThrownBy(() -> ProvisionerOptions.parse("--version", flag)).isInstanceOf(StartupException.class);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
            flag                                               | exit    | message
            --enable-capacity --capacity-poll-interval=0       | FAILURE | --capacity-poll-interval: need more than 0
            --enable-capacity --capacity-threads=0             | FAILURE | --capacity-threads: need at least 1
            --enable-capacity --kube-api-capacity-burst=-1     | FAILURE | --kube-api-capacity-burst: need at least 1
            --node-deployment                                  | FATAL   | --node-deployment needs NODE_NAME
            --version --node-deployment                        | FATAL   | --node-deployment needs NODE_NAME
            --feature-gates=Nonsense=true                      | FATAL   | unrecognized feature gate: Nonsense
            --volume-name-uuid-length=33                       | FAILURE | need -1 or 1 to 32, got 33
            --volume-name-uuid-length=0                        | FAILURE | need -1 or 1 to 32, got 0
            --volume-name-uuid-length=-2                       | FAILURE | need -1 or 1 to 32, got -2
            --worker-threads=0                                 | FAILURE | need at least 1
            --cloning-protection-threads=0                     | FAILURE | need at least 1
            --retry-interval-start=0                           | FAILURE | need more than 0
            --worker-threads=-1                                | USAGE   | worker-threads
            --timeout=10                                       | USAGE   | timeout
            --no-such-flag                                     | USAGE   | unknown flag: --no-such-flag
            --logging-format=xml                               | FAILURE | need text or json
            """)
    void whatCannotWorkEndsTheProgram(String flag, Exit exit, String message) {
        assertThatThrownBy(() -> ProvisionerOptions.parse(flag.split(" ")))
                .isInstanceOfSatisfying(StartupException.class, fault -> {
                    assertThat(fault.exit()).isEqualTo(exit);
                    assertThat(fault).hasMessageContaining(message);
                });
    }
}
