package io.csi4j.provisioner;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import io.csi4j.lab.ControlPlane;
import io.csi4j.lab.ControlPlaneOptions;
import io.csi4j.lab.Eventually;
import io.csi4j.lab.Kubectl;
import io.csi4j.lab.LabCache;
import io.csi4j.lab.Program;
import io.csi4j.spec.v1.CreateVolumeRequest;
import io.csi4j.testkit.driver.DriverCall;
import io.csi4j.testkit.driver.DriverTraits;
import io.csi4j.testkit.driver.FakeDriver;
import io.csi4j.testkit.driver.FakeVolume;
import io.grpc.Status.Code;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Everything fails at once, on a real control plane (issue 4): the driver refuses calls with every code that is tried
 * again and loses replies, the provisioner is killed, the API server goes away. Run it again with
 * {@code -Dcsi4j.seed=...}: the draws are the same, the order of the calls is not.
 */
@Timeout(600)
class FaultStormIT {
    private static final int CLAIMS = 500;
    private static final double SHARE = 0.1;
    private static final Duration PATIENCE = Duration.ofMinutes(4);
    private static final Predicate<DriverCall> CREATE = DriverCall.on("CreateVolume");
    private static final Predicate<DriverCall> DELETE = DriverCall.on("DeleteVolume");

    /** The codes after which a call may still run, and the most usual final ones; INVALID_ARGUMENT rests for minutes. */
    private static final List<Code> CODES = List.of(
            Code.CANCELLED,
            Code.DEADLINE_EXCEEDED,
            Code.UNAVAILABLE,
            Code.ABORTED,
            Code.RESOURCE_EXHAUSTED,
            Code.INTERNAL,
            Code.UNKNOWN);

    @TempDir
    private Path work;

    private ControlPlane cluster;
    private Kubectl kubectl;
    private FakeDriver driver;
    private Program provisioner;

    @BeforeEach
    void start() {
        cluster = ControlPlane.start(
                LabCache.standard(),
                work.resolve("cluster"),
                ControlPlaneOptions.standard().withoutControllerLimit());
        kubectl = cluster.kubectl();
        driver = FakeDriver.start(DriverTraits.plain(Given.DRIVER));
        provisioner = Program.plan(
                        "csi-provisioner",
                        Path.of(System.getProperty("java.home"), "bin", "java"),
                        work.resolve("csi-provisioner.log"))
                .with("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "--sun-misc-unsafe-memory-access=allow")
                .with("--enable-native-access=ALL-UNNAMED", "-cp", System.getProperty("java.class.path"))
                .with(Provisioner.class.getName(), "--csi-address=" + driver.address())
                .with("--kubeconfig=" + cluster.kubeconfig())
                .with("--retry-interval-start=100ms", "--retry-interval-max=1s", "--timeout=5s")
                .start();
    }

    @AfterEach
    void stop() {
        provisioner.close();
        driver.close();
        cluster.close();
    }

    @Test
    void everyClaimOfAStormIsBoundOnceAndNothingIsLeftAfterIt() throws IOException, InterruptedException {
        breakTheDriver(Long.getLong("csi4j.seed", new Random().nextLong()));
        createClaims();

        killAfter(CLAIMS / 4, CREATE);
        driver.awaitCalls(CLAIMS / 2, CREATE);
        cluster.killApiServer();
        cluster.startApiServer();
        killAfter(CLAIMS, CREATE);
        Eventually.until("all claims to be bound", PATIENCE, () -> countOf("Bound") == CLAIMS);
        requireOneVolumeForEachClaim();

        kubectl.run("delete", "pvc", "--all", "--wait=false");
        killAfter(CLAIMS / 2, DELETE);
        Eventually.until(
                "all volumes to go",
                PATIENCE,
                () -> list("pv", "{.metadata.name}").isEmpty());
        assertThat(list("pvc", "{.metadata.name}")).isEmpty();
        assertThat(driver.volumes()).isEmpty();
        assertThat(provisioner.stop()).isZero();
        assertThat(Files.readString(provisioner.log())).doesNotContain("unexpected");
    }

    private void breakTheDriver(long seed) {
        System.out.println("FaultStormIT: -Dcsi4j.seed=" + seed);
        var seeds = new Random(seed);
        for (var calls : List.of(CREATE, DELETE)) {
            CODES.forEach(code -> driver.faults()
                    .failShare(SHARE, seeds.nextLong(), calls, code.toStatus().withDescription("bad luck")));
            driver.faults().loseShareOfReplies(SHARE, seeds.nextLong(), calls);
        }
    }

    private void createClaims() {
        List<String> objects = new ArrayList<>();
        objects.add("""
            apiVersion: storage.k8s.io/v1
            kind: StorageClass
            metadata: {name: fast}
            provisioner: %s
            """.formatted(Given.DRIVER));
        IntStream.range(0, CLAIMS).mapToObj("""
            apiVersion: v1
            kind: PersistentVolumeClaim
            metadata: {name: data-%d}
            spec:
              accessModes: [ReadWriteOnce]
              storageClassName: fast
              resources: {requests: {storage: 1Gi}}
            """::formatted).forEach(objects::add);
        kubectl.create(String.join("---\n", objects));
    }

    /** kill -9 once the driver has had that many calls, and a new life at once. */
    private void killAfter(int count, Predicate<DriverCall> calls) throws InterruptedException {
        driver.awaitCalls(count, calls);
        provisioner.kill();
        provisioner.restart();
    }

    private void requireOneVolumeForEachClaim() {
        var expected =
                list("pvc", "{.metadata.uid}").stream().map(uid -> "pvc-" + uid).collect(toSet());
        assertThat(expected).hasSize(CLAIMS);
        assertThat(list("pvc", "pvc-{.metadata.uid}")).isEqualTo(list("pvc", "{.spec.volumeName}"));
        assertThat(list("pv", "pvc-{.spec.claimRef.uid}")).containsExactlyInAnyOrderElementsOf(expected);
        assertThat(driver.volumes()).extracting(FakeVolume::name).containsExactlyInAnyOrderElementsOf(expected);
        assertThat(driver.calls(DELETE)).isEmpty();
        assertThat(requestsByName().values())
                .as("equal repetitions")
                .allSatisfy(each -> assertThat(each).hasSize(1));
    }

    private Map<String, Set<CreateVolumeRequest>> requestsByName() {
        return driver.calls(CREATE).stream()
                .map(call -> call.request(CreateVolumeRequest.class))
                .collect(groupingBy(CreateVolumeRequest::getName, mapping(request -> request, toSet())));
    }

    private long countOf(String phase) {
        return list("pvc", "{.status.phase}").stream().filter(phase::equals).count();
    }

    /** One line for each object of the kind, in the order of names. */
    private List<String> list(String kind, String fields) {
        return kubectl.run("get", kind, "-o", "jsonpath={range .items[*]}" + fields + "{'\\n'}{end}")
                .lines()
                .toList();
    }
}
