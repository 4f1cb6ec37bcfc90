package io.csi4j.controller.api;

import static io.csi4j.controller.wire.ScriptedServer.json;
import static io.csi4j.controller.wire.ScriptedServer.refusal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.csi4j.controller.storage.ObjectKey;
import io.csi4j.controller.wire.ScriptedServer;
import io.csi4j.sidecar.launch.Exit;
import io.csi4j.sidecar.launch.StartupException;
import io.csi4j.sidecar.launch.Ticker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class KubeconfigIT {
    private static final ObjectKey NODE = ObjectKey.cluster("n1");
    private static final String PATH = "GET /api/v1/nodes/n1";
    private static final String ANSWER = "{\"metadata\": {\"name\": \"n1\"}}";

    private final ScriptedServer server = ScriptedServer.start();

    @TempDir
    private Path folder;

    @AfterEach
    void end() {
        server.close();
    }

    private Path kubeconfig(String user) throws IOException {
        return kubeconfig(server.url(), user, "");
    }

    private Path kubeconfig(String url, String user, String cluster) throws IOException {
        return Files.writeString(folder.resolve("config"), """
                apiVersion: v1
                kind: Config
                current-context: main
                contexts: [{name: main, context: {cluster: here, user: me}}]
                clusters: [{name: here, cluster: {server: "%s"%s}}]
                users: [{name: me, user: {%s}}]
                """.formatted(url, cluster, user));
    }

    private String authorisationWith(Path kubeconfig, String master) {
        server.on(PATH, json(200, ANSWER));
        try (KubeApi api = KubeApi.connect(KubeOptions.of(kubeconfig.toString(), master, "x"))) {
            assertThat(api.get(Kinds.NODES, NODE)).isInstanceOf(Reply.Found.class);
        }
        return server.awaitRequest().header("Authorization");
    }

    @Test
    void aTokenIsSent() throws IOException {
        assertThat(authorisationWith(kubeconfig("token: abc"), "")).isEqualTo("Bearer abc");
    }

    @Test
    void aNameAndPasswordAreSent() throws IOException {
        assertThat(authorisationWith(kubeconfig("username: me, password: pw"), ""))
                .isEqualTo("Basic bWU6cHc=");
    }

    @Test
    void withoutCredentialsNoneAreSent() throws IOException {
        assertThat(authorisationWith(kubeconfig(""), "")).isEmpty();
    }

    @Test
    void aCredentialPluginIsRun() throws IOException {
        Path plugin = Files.writeString(folder.resolve("plugin"), """
                #!/bin/sh
                echo '{"apiVersion": "client.authentication.k8s.io/v1", "kind": "ExecCredential",
                       "status": {"token": "'$GIVEN'-token"}}'
                """);
        assertThat(plugin.toFile().setExecutable(true)).isTrue();

        String authorisation = authorisationWith(kubeconfig("""
                exec: {apiVersion: client.authentication.k8s.io/v1, command: ./plugin, env: [{name: GIVEN, value: my}]}\
                """), "");

        assertThat(authorisation).isEqualTo("Bearer my-token");
    }

    @Test
    void theMasterGoesBeforeTheServerOfTheFile() throws IOException {
        Path elsewhere = kubeconfig("http://127.0.0.1:1", "token: abc", "");

        assertThat(authorisationWith(elsewhere, server.url())).isEqualTo("Bearer abc");
    }

    @Test
    void aTokenThatIsRefusedIsReadAgainFromItsFile() throws IOException {
        Path token = Files.writeString(folder.resolve("token"), "old\n");
        server.on(PATH, json(200, ANSWER));
        server.on(PATH, refusal(401, "Unauthorized", "expired"));
        server.on(PATH, json(200, ANSWER));

        try (KubeApi api =
                KubeApi.connect(KubeOptions.of(kubeconfig("tokenFile: " + token).toString(), "", "x"))) {
            api.get(Kinds.NODES, NODE);
            Files.writeString(token, "new\n");
            assertThat(api.get(Kinds.NODES, NODE)).isInstanceOf(Reply.Found.class);
        }

        assertThat(server.seen())
                .extracting(seen -> seen.header("Authorization"))
                .containsExactly("Bearer old", "Bearer old", "Bearer new");
    }

    @Test
    void aTokenThatStaysRefusedIsNotSentForEver() throws IOException {
        server.on(PATH, refusal(401, "Unauthorized", "who?"));

        try (KubeApi api =
                KubeApi.connect(KubeOptions.of(kubeconfig("token: abc").toString(), "", "x"))) {
            assertThat(api.get(Kinds.NODES, NODE)).isEqualTo(new Reply.Rejected<>(401, "Unauthorized", "who?"));
        }
        assertThat(server.seen()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
            content                                                                  | complaint
            'current-context: x'                                                     | has no context named x
            'contexts: []'                                                           | names no current context
            '[not: yaml'                                                             | cannot be read
            'just text'                                                              | cannot be read
            '{current-context: a, contexts: [{name: a, context: {cluster: c}}]}'     | has no cluster named c
            """)
    void aFileThatLeadsNowhereIsNamedWithItsFault(String content, String complaint) throws IOException {
        Path file = Files.writeString(folder.resolve("bad"), content);

        assertThatThrownBy(() -> KubeApi.connect(KubeOptions.of(file.toString(), "", "x")))
                .isInstanceOf(StartupException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining(complaint);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
            user          | cluster                   | field
            as: boss      | ''                        | as
            token: abc    | ', proxy-url: http://p:1' | proxy-url
            """)
    void whatIsNotSupportedIsRefusedNotIgnored(String user, String cluster, String field) throws IOException {
        Path file = kubeconfig(server.url(), user, cluster);

        assertThatThrownBy(() -> KubeApi.connect(KubeOptions.of(file.toString(), "", "x")))
                .hasMessageContaining("field " + field + " is not supported");
    }

    @Test
    void aMissingFileEndsTheProgramAsTheOptionsSay() {
        KubeOptions options =
                KubeOptions.of(folder.resolve("none").toString(), "", "x").withFaultExit(Exit.FATAL);

        assertThatThrownBy(() -> KubeApi.connect(options))
                .isInstanceOfSatisfying(
                        StartupException.class, e -> assertThat(e.exit()).isEqualTo(Exit.FATAL));
    }

    @Test
    void outsideAClusterWithoutConfigurationThereIsNoWay() {
        assertThatThrownBy(() -> Cluster.find(KubeOptions.inCluster("x"), Map.of(), folder, Ticker.system()))
                .hasMessageContaining("KUBERNETES_SERVICE_HOST");
    }

    @Test
    void inAClusterTheServiceAccountIsUsed() throws IOException {
        Files.writeString(folder.resolve("token"), "abc\n");
        Files.writeString(folder.resolve("ca.crt"), "PEM");
        Map<String, String> env = Map.of("KUBERNETES_SERVICE_HOST", "fd00::1", "KUBERNETES_SERVICE_PORT", "443");

        Cluster cluster = Cluster.find(KubeOptions.inCluster("x"), env, folder, Ticker.system());

        assertThat(cluster.url().toString()).isEqualTo("https://[fd00::1]/");
        assertThat(cluster.credentials()).isNotNull();
        assertThat(cluster.tls().authority()).isNotNull();
    }
}
