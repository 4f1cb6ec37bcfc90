package io.csi4j.nfs.volumeid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SharePathTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        a          | /a
        /a/b/      | /a/b
        a//b       | /a/b
        ./a/./b    | /a/b
        ...        | /...
        a..b/..c   | /a..b/..c
        """)
    void emptyElementsAndDotsCountForNothing(String text, String path) {
        assertThat(SharePath.of(text).orElseThrow()).hasToString(path);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/", ".", "./", "/./", "//", "..", "a/..", "a/../..", "../a", "a\\..\\b", "a\0b"})
    void rootAndClimbingTextsAreNoPlaceBelowAShare(String text) {
        assertThat(SharePath.of(text)).isEmpty();
    }

    @Test
    void anElementCannotClimb() {
        assertThatThrownBy(() -> SharePath.of(List.of("a", ".."))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> SharePath.of(List.of("a/b"))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> SharePath.of(List.of())).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource({"pvc-1, /archived-pvc-1", "a/b, /archived-a/b", "a/b/c, /archived-a/b/c"})
    void anArchiveHasThePrefixOnItsFirstElement(String path, String archived) {
        assertThat(SharePath.of(path).orElseThrow().archived()).hasToString(archived);
    }

    @Test
    void theWayDownNamesEveryStep() {
        assertThat(SharePath.of("a/b/c").orElseThrow().fromTheTop())
                .extracting(SharePath::toString)
                .containsExactly("/a", "/a/b", "/a/b/c");
    }

    @Test
    void aPlaceHoldsItselfAndWhatIsBelow() {
        SharePath place = SharePath.of("a/b").orElseThrow();

        assertThat(place.holds(place)).isTrue();
        assertThat(place.holds(place.child("c"))).isTrue();
        assertThat(place.holds(SharePath.of("a/bc").orElseThrow())).isFalse();
        assertThat(place.holds(SharePath.of("a").orElseThrow())).isFalse();
    }
}
