package io.csi4j.dist;

import io.csi4j.spec.v1.ControllerServiceCapability.RPC;
import io.csi4j.testkit.driver.DriverTraits;
import io.csi4j.testkit.driver.FakeDriver;
import io.csi4j.testkit.driver.FakeVolume;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * The build's training run: starts each program the way a pod does, lets it do its work once, ends it with SIGTERM, and
 * so leaves the class data archive that later starts map ({@code -XX:AOTCache}, JEP 514).
 */
public final class Training {
    static final String DRIVER = "training.csi4j.io";

    private final Path dist;
    private final Path work;

    private Training(Path dist, Path work) {
        this.dist = dist;
        this.work = work;
    }

    /**
     * Trains all programs.
     *
     * @param arguments the dist folder
     */
    public static void main(String... arguments) throws Exception {
        var training = new Training(Path.of(arguments[0]), Files.createTempDirectory("csi4j-training"));
        try (var driver = FakeDriver.start(DriverTraits.plain(DRIVER).with(RPC.Type.PUBLISH_UNPUBLISH_VOLUME));
                var cluster = TrainingCluster.start(training.work)) {
            driver.add(new FakeVolume("training", "training", 1, Map.of(), Map.of(), null, List.of(), Set.of()));
            training.train("csi-provisioner", cluster::provisionOnce, controller(driver, cluster));
            training.train("csi-attacher", cluster::attachOnce, controller(driver, cluster));
            training.train("livenessprobe", program -> program.awaitHealth(3), livenessProbe(driver));
            training.train(
                    "csi-node-driver-registrar",
                    program -> {
                        program.awaitHealth(2);
                        KubeletLesson.register(training.work.resolve(DRIVER + "-reg.sock"));
                    },
                    training.registrar(driver));
            training.train("nfsplugin", program -> PluginLesson.askOnce(training.pluginSocket()), training.plugin());
            training.trainResizer(cluster);
        } finally {
            training.clear();
        }
    }

    /** What makes a started program do its work once. */
    private interface Lesson {
        void teach(TrainedProgram program) throws Exception;
    }

    private void train(String name, Lesson lesson, List<String> arguments) throws Exception {
        Path archive = dist.resolve("lib").resolve(name + ".aot");
        Path log = work.resolve(name + ".log");
        try (var program = TrainedProgram.start(dist.resolve("bin").resolve(name), archive, log, arguments)) {
            lesson.teach(program);
            program.end();
        } catch (Exception e) {
            throw new IllegalStateException("training of " + name + " failed; it said:\n" + Files.readString(log), e);
        }
        if (!Files.isReadable(archive)) {
            throw new IllegalStateException("no archive " + archive + " after training:\n" + Files.readString(log));
        }
    }

    private static List<String> controller(FakeDriver driver, TrainingCluster cluster) {
        return List.of(
                "--csi-address=" + driver.address(),
                "--kubeconfig=" + cluster.kubeconfig(),
                "--leader-election",
                "--leader-election-namespace=kube-system",
                "--http-endpoint=127.0.0.1:0",
                "-v=2");
    }

    private void trainResizer(TrainingCluster cluster) throws Exception {
        try (var driver = ExpansionLesson.driver()) {
            List<String> arguments = List.of(
                    "--csi-address=" + driver.address(),
                    "--kubeconfig=" + cluster.kubeconfig(),
                    "--leader-election",
                    "--leader-election-namespace=kube-system",
                    "--http-endpoint=127.0.0.1:0",
                    "-v=2");
            train("csi-resizer", program -> ExpansionLesson.teach(cluster.server(), program), arguments);
        }
    }

    private static List<String> livenessProbe(FakeDriver driver) {
        return List.of("--csi-address=" + driver.address(), "--http-endpoint=127.0.0.1:0", "--v=2");
    }

    private List<String> registrar(FakeDriver driver) {
        return List.of(
                "--csi-address=" + driver.address(),
                "--kubelet-registration-path=/var/lib/kubelet/plugins/x/csi.sock",
                "--plugin-registration-path=" + work,
                "--http-endpoint=127.0.0.1:0",
                "--v=2");
    }

    private List<String> plugin() {
        return List.of("--endpoint=unix://" + pluginSocket(), "--nodeid=training", "-v=5");
    }

    private Path pluginSocket() {
        return work.resolve("nfs.sock");
    }

    private void clear() throws IOException {
        try (var files = Files.walk(work)) {
            for (Path path : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }

    /** How long anything in the training may take. */
    static long patienceNanos() {
        return TimeUnit.MINUTES.toNanos(2);
    }
}
