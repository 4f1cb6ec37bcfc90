package io.csi4j.controller.api;

import static io.csi4j.controller.wire.ScriptedServer.bytes;
import static io.csi4j.controller.wire.ScriptedServer.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonParser;
import io.csi4j.controller.codec.ProtoFields;
import io.csi4j.controller.codec.ProtoStream;
import io.csi4j.controller.codec.Shape;
import io.csi4j.controller.storage.Claim;
import io.csi4j.controller.storage.ObjectKey;
import io.csi4j.controller.storage.Volume;
import io.csi4j.controller.wire.Objects;
import io.csi4j.controller.wire.ScriptedServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A server that answers in protobuf, as every real one does when asked. */
@Timeout(60)
class ProtobufIT {
    private static final String FORM = "application/vnd.kubernetes.protobuf";
    private static final ObjectKey CLAIM = new ObjectKey("shop", "db-0");
    private static final String CLAIM_PATH = "/api/v1/namespaces/shop/persistentvolumeclaims/db-0";
    private static final String CLAIMS_PATH = "/api/v1/persistentvolumeclaims";
    private static final Shape CLAIM_LIST =
            Shape.of(Shape.object(1, "metadata", Shapes.LIST_META), Shape.objects(2, "items", Shapes.CLAIM));

    private final ScriptedServer server = ScriptedServer.start();
    private final KubeApi api = KubeApi.connect(KubeOptions.of("", server.url(), "csi-tester/1 (x)"));

    @AfterEach
    void end() {
        api.close();
        server.close();
    }

    @Test
    void aReadAnswersTheRecord() {
        server.on("GET " + CLAIM_PATH, bytes(200, FORM, Golden.protobuf(Shapes.CLAIM, Golden.text("claim"))));

        assertThat(api.get(Kinds.CLAIMS, CLAIM)).isEqualTo(new Reply.Found<>(Golden.read(Kinds.CLAIMS, "claim")));
    }

    @Test
    void whatIsNoProtobufThoughItSaysSoIsUnreachable() {
        server.on("GET " + CLAIM_PATH, bytes(200, FORM, "{}{}".getBytes(StandardCharsets.UTF_8)));

        assertThat(api.get(Kinds.CLAIMS, CLAIM))
                .isInstanceOfSatisfying(
                        Reply.Unreachable.class,
                        reply -> assertThat(reply.message()).contains("does not begin with k8s"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
            code | reason             | reply
            403  | Forbidden          | Rejected[code=403, reason=Forbidden, message=why]
            404  | NotFound           | Absent[]
            409  | AlreadyExists      | Exists[]
            410  | Expired            | Rejected[code=410, reason=Expired, message=why]
            503  | ServiceUnavailable | Unreachable[message=why, retryAfter=PT0S]
            """)
    void refusalsComeInProtobufToo(int code, String reason, String reply) {
        byte[] status = Golden.protobuf(Shapes.STATUS, Objects.status(code, reason, "why"));
        server.on("GET " + CLAIM_PATH, bytes(code, FORM, status));

        assertThat(api.get(Kinds.CLAIMS, CLAIM)).hasToString(reply);
    }

    @Test
    void aServerThatSpeaksProtobufIsWrittenToInProtobuf() throws IOException {
        Volume volume = Golden.read(Kinds.VOLUMES, "volume");
        byte[] answer = Golden.protobuf(Shapes.VOLUME, Golden.text("volume"));
        server.on("POST /api/v1/persistentvolumes", bytes(201, FORM, answer));

        assertThat(api.create(Kinds.VOLUMES, volume)).isEqualTo(new Reply.Found<>(volume));
        ScriptedServer.Seen first = server.awaitRequest();
        assertThat(first.header("Content-type")).startsWith("application/json");
        assertThat(api.create(Kinds.VOLUMES, volume)).isEqualTo(new Reply.Found<>(volume));
        ScriptedServer.Seen second = server.awaitRequest();
        assertThat(second.header("Content-type")).isEqualTo(FORM);

        Volume written = Kinds.VOLUMES.read(ProtoFields.enveloped(Shapes.VOLUME, second.bytes()));
        assertThat(written).isEqualTo(Golden.parse(Kinds.VOLUMES, first.body()));
    }

    @Test
    void aClaimIsReadForAnUpdateAsJsonSoThatNothingIsLost() {
        String claim = Golden.text("claim");
        server.on("GET " + CLAIM_PATH, json(200, claim));
        server.on("PUT " + CLAIM_PATH, bytes(200, FORM, Golden.protobuf(Shapes.CLAIM, claim)));

        api.updateMeta(Kinds.CLAIMS, Golden.read(Kinds.CLAIMS, "claim"), MetaEdit.addFinalizer("example.org/one"));

        assertThat(server.awaitRequest().header("Accept")).isEqualTo("application/json");
        ScriptedServer.Seen put = server.awaitRequest();
        var expected = JsonParser.parseString(claim).getAsJsonObject();
        expected.getAsJsonObject("metadata").getAsJsonArray("finalizers").add("example.org/one");
        assertThat(JsonParser.parseString(put.body())).isEqualTo(expected);
    }

    @Test
    void aPageHandsItsObjectsOverOneByOne() {
        String list = Objects.page(7, "more", Objects.claim("a", "u1", 3), Objects.claim("b", "u2", 4));
        server.on("GET " + CLAIMS_PATH, bytes(200, FORM, Golden.protobuf(CLAIM_LIST, list)));

        List<String> names = new ArrayList<>();
        Reply<ListWatch.Page> page = api.listWatch(Kinds.CLAIMS, Selector.ALL)
                .page("", 2, claim -> names.add(claim.key().name()));

        assertThat(page).isEqualTo(new Reply.Found<>(new ListWatch.Page("7", "more")));
        assertThat(names).containsExactly("a", "b");
    }

    @Test
    void aPageThatEndsTooEarlyIsNoPage() {
        byte[] list = Golden.protobuf(CLAIM_LIST, Objects.page(7, "", Objects.claim("a", "u1", 3)));
        server.on("GET " + CLAIMS_PATH, bytes(200, FORM, Arrays.copyOf(list, list.length - 5)));

        assertThat(api.listWatch(Kinds.CLAIMS, Selector.ALL).page("", 2, claim -> {}))
                .isInstanceOf(Reply.Unreachable.class);
    }

    @Test
    void aWatchTellsWhatHappens() throws IOException {
        ByteArrayOutputStream stream = new ByteArrayOutputStream();
        stream.write(event("ADDED", Shapes.CLAIM, Golden.text("claim")));
        stream.write(event("DELETED", Shapes.CLAIM, Golden.text("claim")));
        stream.write(event("BOOKMARK", Shapes.CLAIM, Objects.lastBookmark(9)));
        stream.write(event("ERROR", Shapes.STATUS, Objects.status(410, "Expired", "too old")));
        server.on("WATCH " + CLAIMS_PATH, bytes(200, FORM + ";stream=watch", stream.toByteArray()));
        Claim claim = Golden.read(Kinds.CLAIMS, "claim");

        try (Watch<Claim> watch = watch()) {
            assertThat(watch.next()).isEqualTo(new WatchEvent.Present<>(claim));
            assertThat(watch.next()).isEqualTo(new WatchEvent.Gone<>(claim));
            assertThat(watch.next()).isEqualTo(new WatchEvent.Bookmark<>("9", true));
            assertThat(watch.next()).isEqualTo(new WatchEvent.Failed<>(410, "Expired", "too old"));
            assertThat(watch.next()).isEqualTo(new WatchEvent.Ended<>(true, "end of stream"));
        }
    }

    @Test
    void aWatchCutInTheMiddleOfAnEventDoesNotEndInOrder() {
        byte[] event = event("ADDED", Shapes.CLAIM, Golden.text("claim"));
        server.on("WATCH " + CLAIMS_PATH, bytes(200, FORM, Arrays.copyOf(event, event.length - 1)));

        try (Watch<Claim> watch = watch()) {
            assertThat(watch.next()).isEqualTo(new WatchEvent.Ended<>(false, "protobuf ends too early"));
        }
    }

    private Watch<Claim> watch() {
        Duration time = Duration.ofMinutes(1);
        Reply<Watch<Claim>> reply = api.listWatch(Kinds.CLAIMS, Selector.ALL).watchFrom("1", time, time);
        return ((Reply.Found<Watch<Claim>>) reply).value();
    }

    private static byte[] event(String type, Shape shape, String object) {
        return ProtoStream.event(type, Golden.protobuf(shape, object));
    }
}
