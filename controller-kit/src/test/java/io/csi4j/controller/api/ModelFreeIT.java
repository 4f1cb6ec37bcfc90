package io.csi4j.controller.api;

import static io.csi4j.controller.wire.ScriptedServer.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.csi4j.controller.storage.ObjectKey;
import io.csi4j.controller.wire.ScriptedServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class ModelFreeIT {
    @TempDir
    private Path folder;

    @Test
    void noModelOfTheClientIsEverLoaded() throws IOException, InterruptedException {
        Path loaded = folder.resolve("loaded");
        try (ScriptedServer server = ScriptedServer.start()) {
            server.on("GET /api/v1/nodes/n1", json(200, "{\"metadata\": {\"name\": \"n1\"}}"));
            Path kubeconfig = Files.writeString(folder.resolve("config"), """
                    {current-context: m, contexts: [{name: m, context: {cluster: c, user: u}}],
                     clusters: [{name: c, cluster: {server: "%s"}}], users: [{name: u, user: {token: t}}]}
                    """.formatted(server.url()));

            Process program = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-Xlog:class+load:file=" + loaded,
                            "-cp",
                            System.getProperty("java.class.path"),
                            OneRequest.class.getName(),
                            kubeconfig.toString())
                    .inheritIO()
                    .start();
            boolean ended = program.waitFor(60, TimeUnit.SECONDS);
            program.destroyForcibly();

            assertThat(ended).isTrue();
            assertThat(program.exitValue()).isZero();
        }
        assertThat(Files.readString(loaded))
                .contains("io.kubernetes.client.util.KubeConfig ")
                .doesNotContain("io.kubernetes.client.openapi.");
    }

    /** A program that reads one object and ends with 0 if that went well. */
    static final class OneRequest {
        private OneRequest() {}

        public static void main(String[] args) {
            try (KubeApi api = KubeApi.connect(KubeOptions.of(args[0], "", "x"))) {
                Reply<?> reply = api.get(Kinds.NODES, ObjectKey.cluster("n1"));
                System.exit(reply instanceof Reply.Found<?> ? 0 : 1);
            }
        }
    }
}
