package io.csi4j.controller.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.csi4j.controller.storage.Meta;
import io.csi4j.controller.storage.Node;
import io.csi4j.controller.storage.ObjectKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class StoreTest {
    private final Store<Node> store = Store.ofAll();
    private final List<Change<Node>> changes = new ArrayList<>();
    private final Store.Subscription<Node> listener = store.subscribe(changes::add);

    private static Node node(String uid, int version, String... labels) {
        Map<String, String> all = labels.length == 0 ? Map.of() : Map.of(labels[0], labels[1]);
        return new Node(
                new Meta(ObjectKey.cluster("n"), uid, Integer.toString(version), false, Map.of(), List.of()), all);
    }

    private static Node named(String name, int version) {
        return new Node(
                new Meta(ObjectKey.cluster(name), "u-" + name, Integer.toString(version), false, Map.of(), List.of()),
                Map.of());
    }

    @Test
    void anObjectIsFoundByKeyAndUid() {
        store.told(node("u", 1));

        assertThat(store.get(ObjectKey.cluster("n"))).contains(node("u", 1));
        assertThat(store.byUid("u")).contains(node("u", 1));
        assertThat(changes).containsExactly(new Change.Added<>(node("u", 1)));
    }

    @Test
    void whatComesAndGoesAfterTheFirstQuestionByUidIsFollowed() {
        assertThat(store.byUid("u")).isEmpty();

        store.told(node("u", 1));
        assertThat(store.byUid("u")).contains(node("u", 1));
        store.told(node("u", 2));
        assertThat(store.byUid("u")).contains(node("u", 2));
        store.toldGone(node("u", 3));
        assertThat(store.byUid("u")).isEmpty();
    }

    @Test
    void anOlderStateNeverReplacesANewerOne() {
        store.told(node("u", 5));
        store.told(node("u", 4, "zone", "a"));

        assertThat(store.get(ObjectKey.cluster("n"))).contains(node("u", 5));
        assertThat(changes).containsExactly(new Change.Added<>(node("u", 5)));
    }

    @Test
    void theEchoOfAStateAlreadyHeldIsNoChange() {
        store.told(node("u", 5));
        store.told(node("u", 5));

        assertThat(changes).hasSize(1);
    }

    @Test
    void anObjectMadeAnewUnderTheSameNameIsADeletionAndAnAddition() {
        store.told(node("old", 5));
        store.told(node("new", 6));

        assertThat(store.byUid("old")).isEmpty();
        assertThat(changes)
                .containsExactly(
                        new Change.Added<>(node("old", 5)),
                        new Change.Deleted<>(node("old", 5)),
                        new Change.Added<>(node("new", 6)));
    }

    @Test
    void theDeletionOfAPredecessorLeavesTheSuccessor() {
        store.told(node("new", 6));
        store.toldGone(node("old", 7));

        assertThat(store.byUid("new")).isPresent();
    }

    @Test
    void theLastStateIsToldWithADeletion() {
        store.told(node("u", 5));
        store.toldGone(node("u", 7, "zone", "a"));

        assertThat(changes).last().isEqualTo(new Change.Deleted<>(node("u", 7, "zone", "a")));
        assertThat(store.size()).isZero();
    }

    @Test
    void ourOwnWriteIsSeenBeforeTheWatchTellsOfIt() {
        store.told(node("u", 5));

        assertThat(store.put(node("u", 6, "zone", "a"))).isTrue();
        assertThat(changes).last().isEqualTo(new Change.Updated<>(node("u", 5), node("u", 6, "zone", "a")));
    }

    @Test
    void aWriterMayLeaveOutItself() {
        List<Change<Node>> others = new ArrayList<>();
        store.subscribe(others::add);

        store.put(node("u", 6), listener);

        assertThat(changes).isEmpty();
        assertThat(others).containsExactly(new Change.Added<>(node("u", 6)));
    }

    @Test
    void ourOwnOlderWriteIsNotPutOverANewerState() {
        store.told(node("u", 7));

        assertThat(store.put(node("u", 6))).isFalse();
        assertThat(store.byUid("u")).contains(node("u", 7));
    }

    @Test
    void anObjectTheWatchHasToldGoneDoesNotComeBackByOurOwnWrite() {
        store.told(node("u", 5));
        store.toldGone(node("u", 8));
        store.toldUpTo("8");

        assertThat(store.put(node("u", 7))).isFalse();
        assertThat(store.size()).isZero();
    }

    @Test
    void whatAWholeListDoesNotNameIsGone() {
        store.told(named("a", 1));
        store.told(named("b", 2));

        store.toldAll(Set.of(ObjectKey.cluster("a")), "9");

        assertThat(store.all()).containsExactly(named("a", 1));
        assertThat(changes).last().isEqualTo(new Change.Deleted<>(named("b", 2)));
        assertThat(store.isSynced()).isTrue();
    }

    @Test
    void whatWeWroteAfterTheListWasMadeStays() {
        store.put(named("mine", 12));

        store.toldAll(Set.of(), "9");

        assertThat(store.all()).containsExactly(named("mine", 12));
    }

    @Test
    void aServerSetBackInTimeIsBelieved() {
        store.told(named("a", 100));
        store.told(named("b", 101));
        store.toldAll(Set.of(ObjectKey.cluster("a"), ObjectKey.cluster("b")), "101");

        store.forgetVersions();
        store.told(named("a", 40));
        store.toldAll(Set.of(ObjectKey.cluster("a")), "50");

        assertThat(store.all()).containsExactly(named("a", 40));
        assertThat(store.put(named("a", 60))).isTrue();
    }

    @Test
    void onlyWhatPassesIsKept() {
        Store<Node> zoned = Store.of(node -> node.labels().containsKey("zone"));
        zoned.subscribe(changes::add);

        assertThat(zoned.told(node("u", 1))).isFalse();
        assertThat(zoned.told(node("u", 2, "zone", "a"))).isTrue();
        assertThat(zoned.told(node("u", 3))).isFalse();

        assertThat(zoned.size()).isZero();
        assertThat(changes)
                .containsExactly(
                        new Change.Added<>(node("u", 2, "zone", "a")), new Change.Deleted<>(node("u", 2, "zone", "a")));
    }

    @Test
    void anIndexFollowsEveryChange() {
        store.told(named("old", 1));
        Index<Node> byZone = store.index(node -> node.labels().values());

        store.told(node("u", 2, "zone", "a"));
        assertThat(byZone.find("a")).containsExactly(node("u", 2, "zone", "a"));

        store.told(node("u", 3, "zone", "b"));
        assertThat(byZone.find("a")).isEmpty();
        assertThat(byZone.find("b")).containsExactly(node("u", 3, "zone", "b"));

        store.toldGone(node("u", 4, "zone", "b"));
        assertThat(byZone.find("b")).isEmpty();
    }

    @Test
    void anIndexMadeLateKnowsWhatIsThere() {
        store.told(node("u", 2, "zone", "a"));

        assertThat(store.index(node -> node.labels().values()).find("a")).hasSize(1);
    }

    @Test
    void aListenerThatComesLateHearsOfWhatIsThere() {
        store.told(node("u", 2));
        List<Change<Node>> late = new ArrayList<>();

        store.subscribe(late::add);

        assertThat(late).containsExactly(new Change.Added<>(node("u", 2)));
    }

    @Test
    void aListenerThatLeftHearsNothing() {
        store.unsubscribe(listener);

        store.told(node("u", 2));

        assertThat(changes).isEmpty();
    }

    @Test
    void aFaultyListenerHarmsNobodyElse() {
        Store<Node> shared = Store.ofAll();
        shared.subscribe(change -> {
            throw new IllegalStateException("faulty");
        });
        shared.subscribe(changes::add);

        shared.told(node("u", 1));

        assertThat(changes).hasSize(1);
        assertThat(shared.size()).isOne();
    }
}
