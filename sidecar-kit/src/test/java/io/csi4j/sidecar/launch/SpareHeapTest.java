package io.csi4j.sidecar.launch;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SpareHeapTest {
    private static final long MB = 1L << 20;

    private final SpareHeap heap = new SpareHeap(8 * MB);

    @Test
    void aHeapOfItsFirstSizeIsLeftAlone() {
        heap.isWorthCollecting(8 * MB, 5 * MB);

        assertThat(heap.isWorthCollecting(10 * MB, 5 * MB)).isFalse();
    }

    @Test
    void aHeapThatGrewIsCollectedOnceTheWorkIsDone() {
        assertThat(heap.isWorthCollecting(40 * MB, 30 * MB)).isFalse();
        assertThat(heap.isWorthCollecting(60 * MB, 50 * MB)).isFalse();
        assertThat(heap.isWorthCollecting(60 * MB, 50 * MB + 1000)).isTrue();
    }

    @Test
    void aHeapThatGrewALittleIsCollectedAtTheSecondCalmLook() {
        heap.isWorthCollecting(10 * MB, 8 * MB);

        assertThat(heap.isWorthCollecting(10 * MB, 8 * MB)).isFalse();
        assertThat(heap.isWorthCollecting(10 * MB, 8 * MB)).isTrue();
    }

    @Test
    void workBetweenTwoLooksBeginsTheRestAnew() {
        heap.isWorthCollecting(10 * MB, 8 * MB);
        heap.isWorthCollecting(10 * MB, 8 * MB);

        assertThat(heap.isWorthCollecting(10 * MB, 9 * MB)).isFalse();
        assertThat(heap.isWorthCollecting(10 * MB, 9 * MB)).isFalse();
    }

    @Test
    void lessGarbageThanBeforeIsWorkToo() {
        heap.isWorthCollecting(60 * MB, 50 * MB);

        assertThat(heap.isWorthCollecting(60 * MB, 20 * MB)).isFalse();
    }

    @Test
    void whatTheCollectionLeftIsNeeded() {
        heap.isWorthCollecting(90 * MB, 50 * MB);
        heap.collected(40 * MB, 30 * MB);

        assertThat(heap.isWorthCollecting(44 * MB, 30 * MB)).isFalse();
        assertThat(heap.isWorthCollecting(48 * MB, 30 * MB)).isTrue();
    }

    @Test
    void aHeapThatGrowsLargeIsCollectedInTheMiddleOfWork() {
        assertThat(heap.isWorthCollecting(63 * MB, 50 * MB)).isFalse();
        assertThat(heap.isWorthCollecting(64 * MB, 60 * MB)).isTrue();
    }

    @Test
    void aLargeHeapThatIsNeededIsLeftToGrowByHalf() {
        heap.collected(200 * MB, 180 * MB);

        assertThat(heap.isWorthCollecting(299 * MB, 250 * MB)).isFalse();
        assertThat(heap.isWorthCollecting(300 * MB, 290 * MB)).isTrue();
    }
}
