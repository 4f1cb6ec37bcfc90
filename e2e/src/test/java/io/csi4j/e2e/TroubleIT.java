package io.csi4j.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.csi4j.e2e.cluster.NfsInstallation;
import io.csi4j.lab.Eventually;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Story 14: whatever dies in the middle, the claim ends Bound once, with one directory. */
@ExtendWith(InstalledOnce.class)
class TroubleIT {
    private static final Duration SOON = Duration.ofSeconds(15);
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final NfsInstallation installation;
    private final Claims claims;

    TroubleIT(NfsInstallation installation) {
        this.installation = installation;
        this.claims = new Claims(installation);
    }

    /** With a secret of mount options, as a plugin that was restarted needs them to delete: the port is no usual one. */
    @BeforeEach
    void storageClass() {
        installation.kubectl().apply("""
                apiVersion: v1
                kind: Secret
                metadata: {name: mount-options, namespace: default}
                stringData: {mountOptions: "nfsvers=4.1,port=%d"}
                """.formatted(installation.nfsServer().port()));
        String secret = """
                parameters:
                  csi.storage.k8s.io/provisioner-secret-name: mount-options
                  csi.storage.k8s.io/provisioner-secret-namespace: default
                """;
        installation
                .kubectl()
                .apply(installation
                        .storageClass("trouble", "Delete", "Immediate")
                        .replace("parameters:\n", secret));
    }

    @Test
    void whileTheNfsServerIsDownTheClaimWaitsAndSaysWhy() {
        installation.nfsServer().stop();
        try {
            claims.apply("server-down", "trouble");
            claims.awaitFailure("server-down", SOON, "127.0.0.1", NfsInstallation.SHARE);
            assertThat(claims.phase("server-down")).isEqualTo("Pending");
        } finally {
            installation.nfsServer().start();
        }

        claims.awaitBound("server-down");
        endsOnceAndGoesClean("server-down");
    }

    @Test
    void anNfsServerThatDoesNotAnswerIsToldToo() {
        installation.nfsServer().pause();
        try {
            claims.apply("server-silent", "trouble");
            claims.awaitFailure("server-silent", PATIENCE, "127.0.0.1", NfsInstallation.SHARE);
        } finally {
            installation.nfsServer().resume();
        }

        claims.awaitBound("server-silent");
        endsOnceAndGoesClean("server-silent");
    }

    @Test
    void aKilledProvisionerFinishesAfterItsRestart() {
        for (int pause = 0; pause < 5; pause++) {
            String name = "provisioner-killed-" + pause;
            claims.apply(name, "trouble");
            waitABit(pause * 40L);
            installation.provisioner().kill();
            installation.provisioner().restart();

            claims.awaitBound(name);
            endsOnceAndGoesClean(name);
        }
    }

    @Test
    void aKilledPluginFinishesAfterItsRestart() {
        for (int pause = 0; pause < 5; pause++) {
            String name = "plugin-killed-" + pause;
            claims.apply(name, "trouble");
            waitABit(pause * 40L);
            installation.plugin().kill();
            installation.plugin().restart();

            awaitBoundWhileRestarting(name);
            endsOnceAndGoesClean(name);
        }
    }

    @Test
    void aKilledApiServerFinishesAfterItsRestart() {
        for (int pause = 0; pause < 3; pause++) {
            String name = "api-server-killed-" + pause;
            claims.apply(name, "trouble");
            waitABit(pause * 60L);
            installation.controlPlane().killApiServer();
            installation.controlPlane().startApiServer();

            awaitBoundWhileRestarting(name);
            endsOnceAndGoesClean(name);
        }
    }

    @Test
    void withoutTheDriversSocketTheProvisionerWaitsAndSaysSo() {
        installation.plugin().kill();
        installation.provisioner().kill();
        try {
            Files.deleteIfExists(installation.socket());
            installation.provisioner().restart();
            installation.provisioner().awaitLog(installation.socket().toString(), SOON);
            assertThat(installation.provisioner().isRunning()).isTrue();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            installation.plugin().restart();
        }
        claims.apply("socket-late", "trouble");
        claims.awaitBound("socket-late");
        endsOnceAndGoesClean("socket-late");
    }

    private void awaitBoundWhileRestarting(String name) {
        awaitWhileRestarting(name + " to be Bound", () -> claims.phase(name).equals("Bound"));
    }

    /** As kubelet does: a provisioner that ended, because it lost its driver or its lease, is started again. */
    private void awaitWhileRestarting(String what, BooleanSupplier condition) {
        Eventually.until(what, PATIENCE, () -> {
            if (!installation.provisioner().isRunning()) {
                installation.provisioner().restart();
            }
            return condition.getAsBoolean();
        });
    }

    private void endsOnceAndGoesClean(String name) {
        assertThat(claims.volumesFor(name)).hasSize(1);
        Path directory = claims.directory(name);
        assertThat(directory).isDirectory();
        String volume = claims.volume(name);

        claims.delete(name);

        awaitWhileRestarting(
                volume + " to go",
                () -> !installation.kubectl().exists("", "pv/" + volume) && !Files.exists(directory));
    }

    /** Another moment of the claim's way each time; what the test asks for holds at every moment. */
    private static void waitABit(long millis) {
        long end = System.nanoTime() + Duration.ofMillis(millis).toNanos();
        Eventually.until("a moment to pass", Duration.ofSeconds(5), () -> System.nanoTime() >= end);
    }
}
