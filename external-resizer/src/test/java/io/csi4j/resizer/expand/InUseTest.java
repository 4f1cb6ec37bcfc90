package io.csi4j.resizer.expand;

import static io.csi4j.resizer.Given.UID;
import static io.csi4j.resizer.Given.aClaim;
import static org.assertj.core.api.Assertions.assertThat;

import io.csi4j.controller.storage.Meta;
import io.csi4j.controller.storage.ObjectKey;
import io.csi4j.controller.storage.Pod;
import io.csi4j.controller.watch.Store;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InUseTest {
    private final Store<Pod> pods = Store.of(InUse::isUser);
    private final AtomicInteger watches = new AtomicInteger();
    private final InUse inUse = new InUse(true, pods, watches::incrementAndGet);

    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
            phase     | claim | uses
            Pending   | data  | true
            Running   | data  | true
            Unknown   | data  | true
            Succeeded | data  | false
            Failed    | data  | false
            Running   |       | false
            """)
    void aPodThatHasNotEndedUsesItsClaims(String phase, @Nullable String claim, boolean uses) {
        assertThat(InUse.isUser(pod("a", phase, claim == null ? List.of() : List.of(claim))))
                .isEqualTo(uses);
    }

    @Test
    void theLastPodThatGoesFreesTheClaim() {
        var first = pod("first", "Running", List.of("data", "logs"));
        var second = pod("second", "Pending", List.of("data"));
        pods.put(second);

        assertThat(inUse.freedBy(first)).containsExactly(new ObjectKey("team", "logs"));
    }

    @Test
    void podsAreAskedForFromTheFirstMarkOn() {
        assertThat(watches).hasValue(0);

        inUse.mark(UID);

        assertThat(watches).hasValue(1);
        assertThat(inUse.isMarked(UID)).isTrue();
    }

    @Test
    void untilAllPodsAreKnownNothingIsHeldBack() {
        inUse.mark(UID);
        pods.put(pod("first", "Running", List.of("data")));

        assertThat(pods.isSynced()).isFalse();
        assertThat(inUse.holdsBack(aClaim().build())).isFalse();
    }

    @Test
    void withoutTheFlagNothingIsMarkedAndNoPodWatched() {
        var off = new InUse(false, pods, watches::incrementAndGet);

        off.mark(UID);

        assertThat(off.isMarked(UID)).isFalse();
        assertThat(watches).hasValue(0);
    }

    private static Pod pod(String name, String phase, List<String> claims) {
        return new Pod(
                new Meta(new ObjectKey("team", name), "uid-" + name, "1", false, Map.of(), List.of()), phase, claims);
    }
}
