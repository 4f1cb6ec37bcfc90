package io.csi4j.controller.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PoolTest {
    private final Pool pool = new Pool(8);

    private static String fresh(String text) {
        return String.valueOf(text.toCharArray());
    }

    @Test
    void equalValuesShareOneInstance() {
        String first = pool.same(fresh("csi.example.com"));

        assertThat(pool.same(fresh("csi.example.com"))).isSameAs(first);
    }

    /** As with a quantity and a list that every volume has. */
    @Test
    void valuesOfOneHashThatTakeTurnsAreBothKept() {
        assertThat("Aa").hasSameHashCodeAs("BB");
        String one = pool.same(fresh("Aa"));
        String other = pool.same(fresh("BB"));

        assertThat(pool.same(fresh("Aa"))).isSameAs(one);
        assertThat(pool.same(fresh("BB"))).isSameAs(other);
    }

    @Test
    void whatHasNotComeForLongIsForgotten() {
        String first = pool.same(fresh("often"));
        IntStream.range(0, 10_000).forEach(i -> pool.same("once " + i));

        assertThat(pool.same(fresh("often"))).isEqualTo("often").isNotSameAs(first);
    }
}
