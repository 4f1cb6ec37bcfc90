package io.csi4j.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ControlPlaneIT {
    private static ControlPlane controlPlane;
    private static Kubectl kubectl;

    @BeforeAll
    static void start(@TempDir Path folder) {
        controlPlane = ControlPlane.start(LabCache.standard(), folder, ControlPlaneOptions.standard());
        kubectl = controlPlane.kubectl();
    }

    @AfterAll
    static void end() {
        controlPlane.close();
    }

    @Test
    void aNamespaceComesWithItsServiceAccount() {
        kubectl.run("create", "namespace", "fresh");

        kubectl.awaitCondition("fresh", "serviceaccount/default", "create", Duration.ofSeconds(20));

        assertThat(kubectl.get("fresh", "namespace/fresh", "{.status.phase}")).isEqualTo("Active");
    }

    @Test
    void objectsOutliveAKilledApiServer() {
        kubectl.apply("""
                apiVersion: v1
                kind: ConfigMap
                metadata: {name: kept, namespace: default}
                """);

        controlPlane.killApiServer();
        assertThat(kubectl.attempt("get", "--raw", "/readyz").succeeded()).isFalse();
        controlPlane.startApiServer();

        assertThat(kubectl.exists("default", "configmap/kept")).isTrue();
    }

    @Test
    void aServiceAccountHasOnlyTheRightsRbacGivesIt() {
        kubectl.run("create", "serviceaccount", "reader", "-n", "default");
        kubectl.run("create", "clusterrole", "reads-classes", "--verb=list", "--resource=storageclasses");
        kubectl.run(
                "create",
                "clusterrolebinding",
                "reader",
                "--clusterrole=reads-classes",
                "--serviceaccount=default:reader");

        Kubectl reader = kubectl.as(controlPlane.kubeconfigOf("default", "reader"));

        assertThat(reader.run("get", "storageclasses", "-o", "name")).isEmpty();
        assertThatThrownBy(() -> reader.run("get", "secrets"))
                .isInstanceOf(LabException.class)
                .hasMessageContaining("forbidden");
    }

    @Test
    void aDeletedObjectIsWaitedFor() {
        kubectl.run("create", "configmap", "gone", "-n", "default");

        kubectl.delete("default", "configmap/gone");
        kubectl.awaitGone("default", "configmap/gone", Duration.ofSeconds(20));

        assertThat(kubectl.exists("default", "configmap/gone")).isFalse();
    }
}
