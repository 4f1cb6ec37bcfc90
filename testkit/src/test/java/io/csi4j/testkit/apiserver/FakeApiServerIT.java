package io.csi4j.testkit.apiserver;

import static io.csi4j.testkit.apiserver.ApiCall.on;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.csi4j.testkit.Faults;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class FakeApiServerIT {
    private static final String CLAIMS = "/api/v1/namespaces/n/persistentvolumeclaims";
    private static final String LEASES = "/apis/coordination.k8s.io/v1/namespaces/n/leases";

    private final FakeApiServer server = FakeApiServer.start();
    private final HttpClient client = HttpClient.newHttpClient();

    @AfterEach
    void close() {
        server.close();
        client.close();
    }

    @Test
    void aCreatedObjectIsNamedDatedAndPending() throws Exception {
        JsonObject claim = body(send("POST", CLAIMS, named("c")));

        assertThat(Selector.field(claim, "metadata.uid")).isNotEmpty();
        assertThat(Selector.field(claim, "metadata.resourceVersion")).isEqualTo("1001");
        assertThat(Selector.field(claim, "metadata.creationTimestamp")).isEqualTo("2026-01-01T00:00:00Z");
        assertThat(Selector.field(claim, "status.phase")).isEqualTo("Pending");
        assertThat(body(send("GET", CLAIMS + "/c", ""))).isEqualTo(claim);
    }

    @Test
    void refusalsCarryTheCodeAndReasonOfTheApi() throws Exception {
        send("POST", CLAIMS, named("c"));

        assertThat(reason(send("POST", CLAIMS, named("c")))).isEqualTo("409 AlreadyExists");
        assertThat(reason(send("GET", CLAIMS + "/other", ""))).isEqualTo("404 NotFound");
        assertThat(reason(send("POST", CLAIMS, named("No_Name")))).isEqualTo("422 Invalid");
        assertThat(reason(send("PUT", CLAIMS + "/c", """
                {"metadata":{"name":"c","resourceVersion":"1"}}"""))).isEqualTo("409 Conflict");
        assertThat(reason(send("GET", "/api/v1/unheardof", ""))).isEqualTo("404 NotFound");
    }

    @Test
    void statusIsWrittenThroughItsSubresourceOnly() throws Exception {
        send("POST", CLAIMS, named("c"));

        merge(CLAIMS + "/c", """
                {"spec":{"volumeName":"v"},"status":{"phase":"Bound"}}""");
        JsonObject half = body(merge(CLAIMS + "/c/status", """
                {"spec":{"volumeName":"w"},"status":{"phase":"Lost"}}"""));

        assertThat(Selector.field(half, "spec.volumeName")).isEqualTo("v");
        assertThat(Selector.field(half, "status.phase")).isEqualTo("Lost");
    }

    @Test
    void anUpdateThatChangesNothingKeepsTheVersion() throws Exception {
        String before = Selector.field(body(send("POST", CLAIMS, named("c"))), "metadata.resourceVersion");

        JsonObject after = body(merge(CLAIMS + "/c", "{\"metadata\":{\"labels\":null}}"));

        assertThat(Selector.field(after, "metadata.resourceVersion")).isEqualTo(before);
    }

    @Test
    void aLeaseIsUpdatedWithItsVersionOnly() throws Exception {
        send("POST", LEASES, named("l"));

        assertThat(reason(send("PUT", LEASES + "/l", named("l")))).isEqualTo("422 Invalid");
    }

    @Test
    void finalizersHoldADeletedObjectUntilTheLastIsGone() throws Exception {
        send("POST", CLAIMS, "{\"metadata\":{\"name\":\"c\",\"finalizers\":[\"hold\"]}}");

        JsonObject marked = body(send("DELETE", CLAIMS + "/c", ""));
        String added = reason(merge(CLAIMS + "/c", "{\"metadata\":{\"finalizers\":[\"hold\",\"more\"]}}"));
        JsonObject freed = body(merge(CLAIMS + "/c", "{\"metadata\":{\"finalizers\":null}}"));

        assertThat(Selector.field(marked, "metadata.deletionTimestamp")).isNotEmpty();
        assertThat(Selector.field(freed, "metadata.resourceVersion"))
                .isEqualTo(Selector.field(marked, "metadata.resourceVersion"));
        assertThat(added).isEqualTo("422 Invalid");
        assertThat(server.find("persistentvolumeclaims", "n", "c")).isEmpty();
    }

    @Test
    void aListComesInPagesOfOneVersion() throws Exception {
        for (String name : List.of("a", "b", "c")) {
            send("POST", CLAIMS, named(name));
        }

        JsonObject first = body(send("GET", CLAIMS + "?limit=2", ""));
        send("POST", CLAIMS, named("d"));
        String rest = CLAIMS + "?limit=2&continue=" + Selector.field(first, "metadata.continue");
        JsonObject second = body(send("GET", rest, ""));
        server.compact();

        assertThat(names(first)).containsExactly("a", "b");
        assertThat(names(second)).containsExactly("c", "d");
        assertThat(Selector.field(second, "metadata.resourceVersion")).isEqualTo("1003");
        assertThat(reason(send("GET", rest, ""))).isEqualTo("410 Expired");
    }

    @Test
    void aWatchTellsWhatCameAfterItsVersion() throws Exception {
        send("POST", CLAIMS, named("old"));
        try (var watch = watch("resourceVersion=1001&allowWatchBookmarks=true")) {
            server.awaitWatches("persistentvolumeclaims", 1);
            send("POST", CLAIMS, named("new"));
            merge(CLAIMS + "/new", "{\"spec\":{\"volumeName\":\"v\"}}");
            send("DELETE", CLAIMS + "/new", "");
            server.bookmark();
            server.endWatches();

            assertThat(watch.lines().map(FakeApiServerIT::event))
                    .containsExactly("ADDED new 1002", "MODIFIED new 1003", "DELETED new 1004", "BOOKMARK  1004");
        }
    }

    @Test
    void aWatchCanBeginWithEverythingThereIs() throws Exception {
        send("POST", CLAIMS, named("a"));
        try (var watch = watch("sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true")) {
            assertThat(event(watch.readLine())).isEqualTo("ADDED a 1001");
            String bookmark = watch.readLine();

            assertThat(event(bookmark)).isEqualTo("BOOKMARK  1001");
            assertThat(bookmark).contains("\"k8s.io/initial-events-end\":\"true\"");
        }
    }

    @Test
    void aWatchThatIsTooFarBehindIsToldSo() throws Exception {
        send("POST", CLAIMS, named("a"));
        server.compact();

        try (var watch = watch("resourceVersion=1000")) {
            assertThat(watch.readLine()).contains("\"type\":\"ERROR\"", "\"code\":410");
            assertThat(watch.readLine()).isNull();
        }
    }

    @Test
    void anObjectThatNoLongerMatchesIsDeletedForTheWatch() throws Exception {
        send("POST", CLAIMS, "{\"metadata\":{\"name\":\"a\",\"labels\":{\"app\":\"web\"}}}");
        try (var watch = watch("resourceVersion=1001&labelSelector=app%3Dweb")) {
            merge(CLAIMS + "/a", "{\"metadata\":{\"labels\":{\"app\":\"db\"}}}");

            assertThat(event(watch.readLine())).isEqualTo("DELETED a 1002");
        }
    }

    @Test
    void aFaultStrikesAsOftenAsItIsWanted() throws Exception {
        server.faults().fail(1, on("create", "persistentvolumeclaims"), ApiFailure.tooManyRequests(7));

        HttpResponse<String> refused = send("POST", CLAIMS, named("c"));

        assertThat(reason(refused)).isEqualTo("429 TooManyRequests");
        assertThat(refused.headers().firstValue("Retry-After")).contains("7");
        assertThat(send("POST", CLAIMS, named("c")).statusCode()).isEqualTo(201);
    }

    @Test
    void aLostReplyLeavesTheWorkDone() throws Exception {
        server.faults().loseReplies(1, on("create", "*"));

        assertThatThrownBy(() -> send("POST", CLAIMS, named("c"))).isInstanceOf(IOException.class);

        assertThat(server.find("persistentvolumeclaims", "n", "c")).isPresent();
        assertThat(server.calls(on("create", "*"))).hasSize(1);
    }

    @Test
    void aHeldCallWaitsForTheTest() throws Exception {
        Faults.Hold hold = server.faults().hold(1, on("create", "*"));
        Thread caller = Thread.ofVirtual().start(() -> sendQuietly("POST", CLAIMS, named("c")));

        hold.awaitArrival();
        assertThat(server.list("persistentvolumeclaims")).isEmpty();
        hold.release();
        caller.join();

        assertThat(server.list("persistentvolumeclaims")).hasSize(1);
    }

    @Test
    void discoveryTellsWhatIsServed() throws Exception {
        server.withdraw("volumeattributesclasses");

        String storage = send("GET", "/apis/storage.k8s.io/v1", "").body();

        assertThat(storage).contains("csinodes").doesNotContain("volumeattributesclasses");
        assertThat(send("GET", "/apis/unheardof.io/v1", "").statusCode()).isEqualTo(404);
    }

    private BufferedReader watch(String query) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(server.url().resolve(CLAIMS + "?watch=true&" + query))
                .build();
        InputStream stream =
                client.send(request, HttpResponse.BodyHandlers.ofInputStream()).body();
        return new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8));
    }

    private static String event(String line) {
        JsonObject event = JsonParser.parseString(line).getAsJsonObject();
        JsonObject object = event.getAsJsonObject("object");
        return event.get("type").getAsString() + " " + Selector.field(object, "metadata.name") + " "
                + Selector.field(object, "metadata.resourceVersion");
    }

    private HttpResponse<String> merge(String path, String patch) throws IOException, InterruptedException {
        return send("PATCH", path, patch);
    }

    private HttpResponse<String> send(String method, String path, String body)
            throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(server.url() + path))
                .header("Content-Type", "application/merge-patch+json")
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build();
        return client.send(request, HttpResponse.BodyHandlers.ofString());
    }

    private void sendQuietly(String method, String path, String body) {
        try {
            send(method, path, body);
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static JsonObject body(HttpResponse<String> response) {
        return JsonParser.parseString(response.body()).getAsJsonObject();
    }

    private static String reason(HttpResponse<String> response) {
        return response.statusCode() + " " + body(response).get("reason").getAsString();
    }

    private static List<String> names(JsonObject list) {
        JsonArray items = list.getAsJsonArray("items");
        return StreamSupport.stream(items.spliterator(), false)
                .map(item -> Selector.field(item.getAsJsonObject(), "metadata.name"))
                .toList();
    }

    private static String named(String name) {
        return "{\"metadata\":{\"name\":\"" + name + "\"}}";
    }
}
