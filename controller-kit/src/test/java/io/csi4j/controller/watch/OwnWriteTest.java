package io.csi4j.controller.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.csi4j.controller.api.Reply;
import io.csi4j.controller.storage.Meta;
import io.csi4j.controller.storage.Node;
import io.csi4j.controller.storage.ObjectKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whom the watch's news reach while a listener of the store writes. Changes are told as +added, ~updated, -deleted. */
class OwnWriteTest {
    private final Store<Node> store = Store.ofAll();
    private final List<String> heard = new ArrayList<>();
    private final List<String> heardByOthers = new ArrayList<>();
    private final Store.Subscription<Node> writer = store.subscribe(change -> heard.add(text(change)));

    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, nullValues = "-", textBlock = """
            case                                    | told before the answer | answer   | writer hears | others hear
            the watch is slower                     | -                      | 6        | -            | ~6
            the watch is faster                     | ~6                     | 6        | -            | ~6
            another one wrote before us             | ~6                     | 7        | ~6           | ~6 ~7
            another one wrote, and both are told    | ~6 ~7                  | 7        | ~6           | ~6 ~7
            another one wrote after us              | ~6 ~7                  | 6        | ~7           | ~6 ~7
            a new list tells the later one only     | ~7                     | 6        | ~7           | ~7
            another one deleted after us            | ~6 -7                  | 6        | -7           | ~6 -7
            our write was the end of it             | -6                     | 6        | -6           | -6
            deleted and made anew                   | -6 +7                  | conflict | -6 +7        | -6 +7
            refused, as another one wrote           | ~6                     | conflict | ~6           | ~6
            the answer is lost                      | ~6                     | lost     | ~6           | ~6
            nothing happened at all                 | -                      | lost     | -            | -
            """)
    void onlyTheStateInTheAnswerIsNoNewsToTheWriter(
            String name,
            @Nullable String told,
            String answer,
            @Nullable String writerHears,
            @Nullable String othersHear) {
        tell("+5");
        heard.clear();
        store.subscribe(change -> heardByOthers.add(text(change)));
        heardByOthers.clear();

        write("n", () -> {
            tell(told);
            assertThat(heard).isEmpty();
            return answer;
        });

        assertThat(heard).containsExactlyElementsOf(words(writerHears));
        assertThat(heardByOthers).containsExactlyElementsOf(words(othersHear));
    }

    @Test
    void aFaultOfTheWriterLosesNothing() {
        Supplier<String> fault = () -> {
            tell("+6");
            throw new IllegalStateException("fault");
        };

        assertThatThrownBy(() -> write("n", fault)).hasMessage("fault");

        assertThat(heard).containsExactly("+6");
    }

    @Test
    void aNewObjectIsKnownByWhatIsWrittenNotByItsName() {
        store.write(writer, node -> node.labels().containsValue("ours"), () -> {
            store.told(labelled("chosen-by-the-server", "6", "ours"));
            store.told(labelled("another", "7", "theirs"));
            return new Reply.Found<>(labelled("chosen-by-the-server", "6", "ours"));
        });

        assertThat(heard).containsExactly("+7");
    }

    @Test
    void otherObjectsAreHeardOfAtOnce() {
        write("n", () -> {
            store.told(labelled("m", "6", "any"));
            assertThat(heard).containsExactly("+6");
            return "7";
        });

        assertThat(heard).containsExactly("+6");
    }

    @Test
    void whatComesAfterTheAnswerIsHeardAtOnce() {
        tell("+5");
        heard.clear();
        write("n", () -> "6");

        tell("~6 ~7");

        assertThat(heard).containsExactly("~7");
    }

    /** Workers never write one object twice at once; who does so hears an echo too many, but no change too few. */
    @Test
    void twoWritesAtOnceLoseNothing() {
        write("n", () -> {
            write("n", () -> {
                tell("+6 ~7 ~8");
                return "6";
            });
            return "8";
        });

        assertThat(heard).contains("~7").doesNotContain("~8");
    }

    /** Sends a write of the object; {@code request} says what happens until the answer, and which one it is. */
    private void write(String name, Supplier<String> request) {
        store.write(writer, node -> node.key().name().equals(name), () -> reply(name, request.get()));
    }

    private static Reply<Node> reply(String name, String answer) {
        return switch (answer) {
            case "conflict" -> new Reply.Conflict<>("written by another one");
            case "lost" -> new Reply.Unreachable<>("no answer", Duration.ZERO);
            default -> new Reply.Found<>(labelled(name, answer, "any"));
        };
    }

    /** As the reflector does. */
    private void tell(@Nullable String changes) {
        for (String change : words(changes)) {
            Node node = labelled("n", change.substring(1), "any");
            if (change.startsWith("-")) {
                store.toldGone(node);
            } else {
                store.told(node);
            }
            store.toldUpTo(node.resourceVersion());
        }
    }

    private static Node labelled(String name, String version, String owner) {
        Meta meta = new Meta(ObjectKey.cluster(name), "uid-" + name, version, false, Map.of(), List.of());
        return new Node(meta, Map.of("owner", owner));
    }

    private static List<String> words(@Nullable String text) {
        return text == null ? List.of() : List.of(text.split(" "));
    }

    private static String text(Change<Node> change) {
        String version = change.latest().resourceVersion();
        return switch (change) {
            case Change.Added<Node> _ -> "+" + version;
            case Change.Updated<Node> _ -> "~" + version;
            case Change.Deleted<Node> _ -> "-" + version;
        };
    }
}
