package io.csi4j.controller.watch;

import static io.csi4j.controller.wire.Objects.bookmark;
import static io.csi4j.controller.wire.Objects.claim;
import static io.csi4j.controller.wire.Objects.lastBookmark;
import static io.csi4j.controller.wire.Objects.page;
import static io.csi4j.controller.wire.Objects.status;
import static io.csi4j.controller.wire.ScriptedServer.cut;
import static io.csi4j.controller.wire.ScriptedServer.json;
import static io.csi4j.controller.wire.ScriptedServer.refusal;
import static io.csi4j.controller.wire.ScriptedServer.waitAndRetry;
import static org.assertj.core.api.Assertions.assertThat;

import io.csi4j.controller.api.Kinds;
import io.csi4j.controller.api.KubeApi;
import io.csi4j.controller.api.KubeOptions;
import io.csi4j.controller.api.Selector;
import io.csi4j.controller.storage.Claim;
import io.csi4j.controller.storage.KubeObject;
import io.csi4j.controller.wire.ScriptedServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ReflectorIT {
    private static final String CLAIMS = "/api/v1/persistentvolumeclaims";
    private static final String LIST = "GET " + CLAIMS;
    private static final String WATCH = "WATCH " + CLAIMS;
    private static final Pace QUICK =
            new Pace(Duration.ofMillis(5), Duration.ofMillis(20), Duration.ofMinutes(5), Duration.ofSeconds(30), 2);

    private final ScriptedServer server = ScriptedServer.start();
    private final KubeApi api = KubeApi.connect(KubeOptions.of("", server.url(), "test"));
    private final Store<Claim> store = Store.ofAll();
    private final BlockingQueue<String> changes = new LinkedBlockingQueue<>();
    private final List<Reflector<Claim>> reflectors = new ArrayList<>();

    @AfterEach
    void endAll() {
        reflectors.forEach(Reflector::close);
        api.close();
        server.close();
    }

    private Reflector<Claim> start(Pace pace) {
        store.subscribe(change -> changes.add(
                switch (change) {
                    case Change.Added<Claim>(Claim now) -> "+" + state(now);
                    case Change.Updated<Claim>(Claim before, Claim now) -> "~" + state(now);
                    case Change.Deleted<Claim>(Claim last) -> "-" + state(last);
                }));
        Reflector<Claim> reflector = Reflector.start(api.listWatch(Kinds.CLAIMS, Selector.ALL), store, pace);
        reflectors.add(reflector);
        return reflector;
    }

    private static String state(KubeObject object) {
        return object.name() + "@" + object.resourceVersion();
    }

    private void expect(String... expected) throws InterruptedException {
        for (String one : expected) {
            assertThat(changes.poll(20, TimeUnit.SECONDS)).isEqualTo(one);
        }
    }

    private void awaitSynced() throws InterruptedException {
        assertThat(store.awaitSynced(Duration.ofSeconds(20))).isTrue();
    }

    private ScriptedServer.Stream filledByWatch(int version, String... claims) {
        ScriptedServer.Stream watch = server.streamOn(WATCH);
        for (String claim : claims) {
            watch.event("ADDED", claim);
        }
        return watch.event("BOOKMARK", lastBookmark(version));
    }

    @Test
    void aWatchThatFirstTellsAllFillsTheStoreAndGoesOn() throws InterruptedException {
        ScriptedServer.Stream watch = filledByWatch(10, claim("a", "u-a", 4), claim("b", "u-b", 7));
        start(QUICK);
        expect("+a@4", "+b@7");
        awaitSynced();

        watch.event("MODIFIED", claim("a", "u-a", 11)).event("DELETED", claim("b", "u-b", 12));
        expect("~a@11", "-b@12");

        ScriptedServer.Seen request = server.awaitRequest();
        assertThat(request.query("sendInitialEvents")).isEqualTo("true");
        assertThat(request.query("resourceVersionMatch")).isEqualTo("NotOlderThan");
        assertThat(request.query("allowWatchBookmarks")).isEqualTo("true");
        assertThat(Integer.parseInt(request.query("timeoutSeconds"))).isBetween(300, 600);
    }

    @Test
    void aServerThatCannotTellAllInAWatchIsListedInPages() throws InterruptedException {
        server.on(WATCH, refusal(422, "Invalid", "sendInitialEvents is forbidden"));
        server.on(LIST, json(200, page(10, "next-1", claim("a", "u-a", 4), claim("b", "u-b", 5))));
        server.on(LIST, json(200, page(10, "", claim("c", "u-c", 6))));
        server.streamOn(WATCH).event("ADDED", claim("d", "u-d", 11));

        start(QUICK);

        expect("+a@4", "+b@5", "+c@6", "+d@11");
        assertThat(server.seen()).extracting(seen -> seen.query("continue")).containsSubsequence("", "next-1", "");
        assertThat(server.seen().get(1).query("limit")).isEqualTo("2");
        assertThat(server.seen().getLast().query("resourceVersion")).isEqualTo("10");
    }

    @Test
    void aListWhosePagesAreTooOldStartsOverAndThenGoesWithoutPages() throws InterruptedException {
        server.on(WATCH, refusal(400, "BadRequest", "unknown"));
        server.on(LIST, json(200, page(10, "n1", claim("a", "u-a", 4))));
        server.on(LIST, refusal(410, "Expired", "token is too old"));
        server.on(LIST, json(200, page(20, "n2", claim("a", "u-a", 14))));
        server.on(LIST, refusal(410, "Expired", "token is too old"));
        server.on(LIST, json(200, page(30, "", claim("b", "u-b", 25))));
        server.streamOn(WATCH);

        start(QUICK);

        expect("+a@4", "~a@14", "+b@25", "-a@14");
        awaitSynced();
        assertThat(server.seen().get(5).query("limit")).isEmpty();
    }

    @Test
    void aPositionThatIsTooOldMeansFillingAnewAndTellingOnlyWhatDiffers() throws InterruptedException {
        ScriptedServer.Stream watch =
                filledByWatch(10, claim("same", "u-s", 1), claim("gone", "u-g", 2), claim("old", "u-o", 3));
        start(QUICK);
        expect("+same@1", "+gone@2", "+old@3");

        filledByWatch(30, claim("same", "u-s", 1), claim("old", "u-o", 25), claim("new", "u-n", 26));
        watch.event("ERROR", status(410, "Expired", "too old resource version"));

        expect("~old@25", "+new@26", "-gone@2");
    }

    @Test
    void aNewWatchGoesOnWhereTheLastBookmarkStood() throws InterruptedException {
        ScriptedServer.Stream watch = filledByWatch(10);
        start(QUICK);
        awaitSynced();
        server.awaitWatch();

        server.streamOn(WATCH).event("ADDED", claim("a", "u-a", 50));
        watch.event("BOOKMARK", bookmark(42)).end();

        assertThat(server.awaitWatch().query("resourceVersion")).isEqualTo("42");
        expect("+a@50");
    }

    @Test
    void aWatchThatFallsSilentIsGivenUpAndTakenUpAgain() throws InterruptedException {
        filledByWatch(10, claim("a", "u-a", 4));
        server.streamOn(WATCH).event("ADDED", claim("b", "u-b", 11));

        start(new Pace(QUICK.firstRetry(), QUICK.longestRetry(), QUICK.shortestWatch(), Duration.ofMillis(200), 2));

        expect("+a@4", "+b@11");
    }

    @Test
    void aConnectionThatBreaksWithinAnObjectLosesNothing() throws InterruptedException {
        ScriptedServer.Stream watch = filledByWatch(10);
        start(QUICK);
        awaitSynced();
        server.awaitWatch();

        server.streamOn(WATCH).event("ADDED", claim("b", "u-b", 12));
        watch.event("ADDED", claim("a", "u-a", 11));
        watch.text("{\"type\": \"ADDED\", \"object\": {\"metadata\": {\"name\": \"half");
        watch.cut();

        expect("+a@11", "+b@12");
        assertThat(server.awaitWatch().query("resourceVersion")).isEqualTo("11");
    }

    @Test
    void aPageThatBreaksOffIsAskedForAgain() throws InterruptedException {
        server.on(WATCH, refusal(400, "BadRequest", "unknown"));
        server.on(LIST, cut(page(10, "", claim("a", "u-a", 4), claim("b", "u-b", 5))));
        server.on(LIST, json(200, page(10, "", claim("a", "u-a", 4), claim("b", "u-b", 5))));
        server.streamOn(WATCH);

        start(QUICK);

        awaitSynced();
        assertThat(store.all()).extracting(ReflectorIT::state).containsExactlyInAnyOrder("a@4", "b@5");
    }

    @Test
    void aBusyServerIsLeftAloneForAsLongAsItAsks() throws InterruptedException {
        server.on(WATCH, waitAndRetry(429, "1"));
        filledByWatch(10, claim("a", "u-a", 4));
        long start = System.nanoTime();

        start(QUICK);

        expect("+a@4");
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void aFaultIsToldAndTriedAgain() throws InterruptedException {
        server.on(WATCH, refusal(403, "Forbidden", "claims are none of your business"));
        server.on(LIST, refusal(403, "Forbidden", "claims are none of your business"));
        Reflector<Claim> reflector = start(QUICK);
        for (int tries = 0; tries < 4; tries++) {
            server.awaitRequest();
        }
        assertThat(reflector.lastFault()).isEqualTo("claims are none of your business");

        server.on(LIST, json(200, page(10, "", claim("a", "u-a", 4))));

        expect("+a@4");
        awaitSynced();
        assertThat(reflector.lastFault()).isEmpty();
    }

    @Test
    void aServerSetBackInTimeIsBelievedInTheEnd() throws InterruptedException {
        ScriptedServer.Stream watch = filledByWatch(100, claim("a", "u-a", 90), claim("b", "u-b", 91));
        start(QUICK);
        expect("+a@90", "+b@91");

        ScriptedServer.Answer tooLarge = json(504, """
                {"kind": "Status", "code": 504, "reason": "Timeout", "message": "Too large resource version: 100",
                 "details": {"causes": [{"reason": "ResourceVersionTooLarge", "message": "Too large"}]}}
                """);
        for (int tries = 0; tries < 4; tries++) {
            server.on(WATCH, tooLarge);
        }
        filledByWatch(50, claim("a", "u-a", 40));
        watch.end();

        expect("~a@40", "-b@91");
    }

    @Test
    void aServerThatIgnoresTheWishForAListIsListed() throws InterruptedException {
        server.streamOn(WATCH).event("ADDED", claim("a", "u-a", 4)).end();
        server.on(LIST, json(200, page(10, "", claim("a", "u-a", 4), claim("b", "u-b", 5))));
        server.streamOn(WATCH);

        start(QUICK);

        expect("+a@4", "+b@5");
        awaitSynced();
    }

    @Test
    void anEventMayNameItsTypeLast() throws InterruptedException {
        ScriptedServer.Stream watch = filledByWatch(10);
        start(QUICK);

        watch.text("{\"object\": " + claim("a", "u-a", 11).strip() + ", \"type\": \"ADDED\"}\n");

        expect("+a@11");
    }

    @Test
    void closingEndsAWatchThatTellsNothing() throws InterruptedException {
        filledByWatch(10);
        Reflector<Claim> reflector = start(QUICK);
        awaitSynced();

        reflector.close();

        assertThat(reflector.lastFault()).isEmpty();
    }

    @Test
    void closingEndsTheWaitForTheNextTry() {
        server.on(WATCH, refusal(503, "ServiceUnavailable", "starting"));
        Duration hours = Duration.ofHours(2);
        Reflector<Claim> reflector = start(new Pace(hours, hours, hours, hours, 2));
        server.awaitRequest();

        reflector.close();

        assertThat(store.isSynced()).isFalse();
    }
}
