package io.csi4j.controller.api;

import static io.csi4j.controller.wire.ScriptedServer.cut;
import static io.csi4j.controller.wire.ScriptedServer.json;
import static io.csi4j.controller.wire.ScriptedServer.refusal;
import static io.csi4j.controller.wire.ScriptedServer.waitAndRetry;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonParser;
import io.csi4j.controller.storage.Claim;
import io.csi4j.controller.storage.Event;
import io.csi4j.controller.storage.Lease;
import io.csi4j.controller.storage.ObjectKey;
import io.csi4j.controller.storage.Secret;
import io.csi4j.controller.storage.Volume;
import io.csi4j.controller.wire.ScriptedServer;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class KubeApiIT {
    private static final ObjectKey CLAIM = new ObjectKey("shop", "db-0");
    private static final String CLAIM_PATH = "/api/v1/namespaces/shop/persistentvolumeclaims/db-0";
    private static final String VOLUME_PATH = "/api/v1/persistentvolumes/pvc-1";

    private final ScriptedServer server = ScriptedServer.start();
    private final KubeApi api = KubeApi.connect(KubeOptions.of("", server.url(), "csi-tester/1 (x)"));

    @AfterEach
    void end() {
        api.close();
        server.close();
    }

    @Test
    void aReadAnswersTheRecord() {
        server.on("GET " + CLAIM_PATH, json(200, Golden.text("claim")));

        assertThat(api.get(Kinds.CLAIMS, CLAIM)).isEqualTo(new Reply.Found<>(Golden.read(Kinds.CLAIMS, "claim")));

        ScriptedServer.Seen request = server.awaitRequest();
        assertThat(request.header("User-agent")).isEqualTo("csi-tester/1 (x)");
        assertThat(request.header("Accept")).isEqualTo("application/vnd.kubernetes.protobuf,application/json");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
            code | reason             | reply
            400  | BadRequest         | Rejected[code=400, reason=BadRequest, message=why]
            401  | Unauthorized       | Rejected[code=401, reason=Unauthorized, message=why]
            403  | Forbidden          | Rejected[code=403, reason=Forbidden, message=why]
            404  | NotFound           | Absent[]
            405  | MethodNotAllowed   | Rejected[code=405, reason=MethodNotAllowed, message=why]
            408  | Timeout            | Unreachable[message=why, retryAfter=PT0S]
            409  | AlreadyExists      | Exists[]
            409  | Conflict           | Conflict[message=why]
            410  | Expired            | Rejected[code=410, reason=Expired, message=why]
            422  | Invalid            | Rejected[code=422, reason=Invalid, message=why]
            429  | TooManyRequests    | Unreachable[message=why, retryAfter=PT0S]
            500  | InternalError      | Unreachable[message=why, retryAfter=PT0S]
            503  | ServiceUnavailable | Unreachable[message=why, retryAfter=PT0S]
            504  | Timeout            | Unreachable[message=why, retryAfter=PT0S]
            """)
    void everyRefusalIsAReply(int code, String reason, String reply) {
        server.on("GET " + CLAIM_PATH, refusal(code, reason, "why"));

        assertThat(api.get(Kinds.CLAIMS, CLAIM)).hasToString(reply);
    }

    @Test
    void aProxysPageIsJudgedByItsCode() {
        server.on("GET " + CLAIM_PATH, json(502, "<html>Bad gateway</html>"));

        assertThat(api.get(Kinds.CLAIMS, CLAIM)).isEqualTo(new Reply.Unreachable<>("HTTP 502", Duration.ZERO));
    }

    @Test
    void aServerThatAsksToWaitIsAskedAgainAfterThat() {
        server.on("GET " + CLAIM_PATH, waitAndRetry(429, "1"));
        server.on("GET " + CLAIM_PATH, json(200, Golden.text("claim")));

        assertThat(api.get(Kinds.CLAIMS, CLAIM)).isInstanceOf(Reply.Found.class);
        assertThat(server.seen()).hasSize(2);
    }

    @Test
    void aWaitBeyondTheDeadlineIsLeftToTheCaller() {
        server.on("GET " + CLAIM_PATH, waitAndRetry(503, "120"));

        assertThat(api.get(Kinds.CLAIMS, CLAIM)).isEqualTo(new Reply.Unreachable<>("slow down", Duration.ofMinutes(2)));
        assertThat(server.seen()).hasSize(1);
    }

    @Test
    void aServerThatSaysNothingIsGivenUpAtTheDeadline() {
        server.streamOn("GET " + CLAIM_PATH);

        assertThat(api.within(Duration.ofMillis(200)).get(Kinds.CLAIMS, CLAIM)).isInstanceOf(Reply.Unreachable.class);
    }

    @Test
    void aServerThatStopsWithinItsAnswerIsGivenUpAtTheDeadline() {
        server.streamOn("GET " + CLAIM_PATH).text("{\"metadata\": {\"name\": \"db");

        assertThat(api.within(Duration.ofMillis(500)).get(Kinds.CLAIMS, CLAIM)).isInstanceOf(Reply.Unreachable.class);
    }

    @Test
    void aBrokenAnswerIsNoAnswer() {
        server.on("GET " + CLAIM_PATH, cut(Golden.text("claim")));

        assertThat(api.get(Kinds.CLAIMS, CLAIM)).isInstanceOf(Reply.Unreachable.class);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            not json
            []
            {"metadata": "text"}
            {"metadata": {"finalizers": 5}}
            """)
    void anAnswerOfAnotherShapeIsNoAnswer(String body) {
        server.on("GET " + CLAIM_PATH, json(200, body));

        assertThat(api.get(Kinds.CLAIMS, CLAIM)).isInstanceOf(Reply.Unreachable.class);
    }

    @Test
    void anInterruptedRequestEndsAndKeepsTheFlag() {
        server.streamOn("GET " + CLAIM_PATH);
        Thread.currentThread().interrupt();

        assertThat(api.get(Kinds.CLAIMS, CLAIM)).isInstanceOf(Reply.Unreachable.class);
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void aDeadServerIsUnreachable() {
        server.close();

        assertThat(api.get(Kinds.CLAIMS, CLAIM)).isInstanceOf(Reply.Unreachable.class);
    }

    @Test
    void aVolumeIsCreatedAsWritten() {
        server.on("POST /api/v1/persistentvolumes", json(201, Golden.text("volume")));
        Volume volume = Golden.read(Kinds.VOLUMES, "volume");

        assertThat(api.create(Kinds.VOLUMES, volume)).isEqualTo(new Reply.Found<>(volume));

        ScriptedServer.Seen request = server.awaitRequest();
        assertThat(request.header("Content-type")).startsWith("application/json");
        assertThat(JsonParser.parseString(request.body()))
                .isEqualTo(JsonParser.parseString(Kinds.VOLUMES.toJson(volume)));
    }

    @Test
    void namespacedObjectsGoToTheirNamespace() {
        server.on("POST /api/v1/namespaces/shop/events", json(201, Golden.text("event")));
        server.on(
                "PUT /apis/coordination.k8s.io/v1/namespaces/kube-system/leases/nfs-example-org",
                json(200, Golden.text("lease")));
        Event event = Golden.read(Kinds.EVENTS, "event");
        Lease lease = Golden.read(Kinds.LEASES, "lease");

        assertThat(api.create(Kinds.EVENTS, event)).isEqualTo(new Reply.Found<>(event));
        assertThat(api.replace(Kinds.LEASES, lease)).isEqualTo(new Reply.Found<>(lease));
    }

    @Test
    void aPatchGoesOutWithItsTypeAndToItsSubresource() {
        server.on("PATCH " + CLAIM_PATH + "/status", json(200, Golden.text("claim")));

        Patch patch =
                Patch.strategicMerge(Map.of("status", Map.of("phase", "Bound"))).onStatus();
        assertThat(api.patch(Kinds.CLAIMS, CLAIM, patch)).isInstanceOf(Reply.Found.class);

        ScriptedServer.Seen request = server.awaitRequest();
        assertThat(request.header("Content-type")).startsWith("application/strategic-merge-patch+json");
        assertThat(request.body()).isEqualTo("{\"status\":{\"phase\":\"Bound\"}}");
    }

    @Test
    void aTestOfAPatchThatFailsIsAConflict() {
        server.on(
                "PATCH " + VOLUME_PATH,
                refusal(422, "Invalid", "the server rejected our request due to an error in our request"));
        Volume volume = Golden.read(Kinds.VOLUMES, "volume");

        assertThat(api.patchMeta(Kinds.VOLUMES, volume, MetaEdit.addFinalizer("x")))
                .isInstanceOf(Reply.Conflict.class);
    }

    @Test
    void anUpdateOfAnnotationsKeepsWhatWeDoNotKnow() {
        server.on("GET " + CLAIM_PATH, json(200, Golden.text("claim")));
        server.on("PUT " + CLAIM_PATH, json(200, Golden.text("claim")));
        Claim claim = Golden.read(Kinds.CLAIMS, "claim");

        assertThat(api.updateMeta(Kinds.CLAIMS, claim, MetaEdit.removeAnnotation("volume.kubernetes.io/selected-node")))
                .isInstanceOf(Reply.Found.class);

        var expected = Golden.tree("claim").getAsJsonObject();
        expected.getAsJsonObject("metadata")
                .getAsJsonObject("annotations")
                .remove("volume.kubernetes.io/selected-node");
        assertThat(JsonParser.parseString(server.seen().getLast().body())).isEqualTo(expected);
    }

    @Test
    void anUpdateNeverTouchesASuccessorOfTheSameName() {
        server.on("GET " + CLAIM_PATH, json(200, Golden.text("claim").replace("6f1e9d2a-0001", "another")));
        Claim claim = Golden.read(Kinds.CLAIMS, "claim");

        assertThat(api.updateMeta(Kinds.CLAIMS, claim, MetaEdit.addFinalizer("x")))
                .isEqualTo(new Reply.Absent<>());
        assertThat(server.seen()).hasSize(1);
    }

    @Test
    void anUpdateThatChangesNothingIsNotSent() {
        server.on("GET " + CLAIM_PATH, json(200, Golden.text("claim")));
        Claim claim = Golden.read(Kinds.CLAIMS, "claim");

        assertThat(api.updateMeta(Kinds.CLAIMS, claim, MetaEdit.removeFinalizer("not/there")))
                .isEqualTo(new Reply.Found<>(claim));
        assertThat(server.seen()).extracting(ScriptedServer.Seen::method).containsOnly("GET");
    }

    @Test
    void aDeletionNamesTheUidItMeans() {
        server.on("DELETE " + VOLUME_PATH, json(200, Golden.text("volume")));
        server.on("DELETE " + VOLUME_PATH, json(200, "{\"kind\": \"Status\", \"status\": \"Success\"}"));
        Volume volume = Golden.read(Kinds.VOLUMES, "volume");

        assertThat(api.delete(Kinds.VOLUMES, volume)).isEqualTo(new Reply.Found<>(KubeApi.Deletion.WAITS));
        assertThat(api.delete(Kinds.VOLUMES, volume)).isEqualTo(new Reply.Found<>(KubeApi.Deletion.DONE));
        assertThat(server.seen().getFirst().body()).contains("\"preconditions\":{\"uid\":\"v-1\"}");
    }

    @Test
    void discoveryTellsWhatAGroupServes() {
        server.on("GET /apis/storage.k8s.io/v1", json(200, """
                {"kind": "APIResourceList", "groupVersion": "storage.k8s.io/v1", "resources": [
                  {"name": "storageclasses", "namespaced": false, "verbs": ["get"]},
                  {"name": "volumeattachments/status", "namespaced": false, "verbs": ["get"]}
                ]}
                """));
        server.on("GET /apis/snapshot.storage.k8s.io/v1", refusal(404, "NotFound", "no"));

        assertThat(api.resources("storage.k8s.io", "v1"))
                .isEqualTo(new Reply.Found<>(Set.of("storageclasses", "volumeattachments/status")));
        assertThat(api.resources("snapshot.storage.k8s.io", "v1")).isEqualTo(new Reply.Absent<>());
    }

    @Test
    void aKindIsTakenForServedWhereTheServerCannotTell() {
        server.on("GET /apis/storage.k8s.io/v1", json(200, """
                {"resources": [{"name": "storageclasses"}]}
                """));
        server.on("GET /apis/snapshot.storage.k8s.io/v1", refusal(404, "NotFound", "no"));
        server.on("GET /apis/apps/v1", refusal(403, "Forbidden", "no"));

        assertThat(api.isServing("storage.k8s.io", "v1", "storageclasses")).isTrue();
        assertThat(api.isServing("storage.k8s.io", "v1", "volumeattributesclasses"))
                .isFalse();
        assertThat(api.isServing("snapshot.storage.k8s.io", "v1", "volumesnapshots"))
                .isFalse();
        assertThat(api.isServing("apps", "v1", "deployments")).isTrue();
    }

    @Test
    void aSecretThatCannotBeDecodedIsNotQuoted() {
        server.on("GET /api/v1/namespaces/shop/secrets/s", json(200, "{\"data\": {\"key\": \"%Geheim%\"}}"));

        Reply<Secret> reply = api.get(Kinds.SECRETS, new ObjectKey("shop", "s"));

        assertThat(reply).isInstanceOf(Reply.Unreachable.class);
        assertThat(reply.toString()).doesNotContain("Geheim");
    }

    @Test
    void aLimitSetIsKept() {
        server.on("GET " + CLAIM_PATH, json(200, Golden.text("claim")));
        KubeOptions options = KubeOptions.of("", server.url(), "x").withLimit(new KubeOptions.RateLimit(10, 1));
        long start = System.nanoTime();

        try (KubeApi limited = KubeApi.connect(options)) {
            for (int requests = 0; requests < 4; requests++) {
                limited.get(Kinds.CLAIMS, CLAIM);
            }
        }

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(290));
    }
}
