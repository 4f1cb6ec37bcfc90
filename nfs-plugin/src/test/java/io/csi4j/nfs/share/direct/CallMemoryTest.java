package io.csi4j.nfs.share.direct;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.junit.jupiter.api.Test;

class CallMemoryTest {
    private final CallMemory memory = new CallMemory(Arena.ofAuto());

    private static void write(MemorySegment segment) {
        segment.fill((byte) 7);
    }

    private static boolean isZero(MemorySegment segment) {
        for (byte each : segment.toArray(ValueLayout.JAVA_BYTE)) {
            if (each != 0) {
                return false;
            }
        }
        return true;
    }

    @Test
    void theNextCallFindsZerosWhereTheOneBeforeWrote() {
        long place;
        try (memory) {
            MemorySegment first = memory.allocate(100, 1);
            place = first.address();
            write(first);
        }

        try (memory) {
            MemorySegment second = memory.allocate(200, 1);

            assertThat(second.address()).isEqualTo(place);
            assertThat(isZero(second)).isTrue();
        }
    }

    @Test
    void whatIsGivenToOneCallDoesNotOverlapAndIsAligned() {
        try (memory) {
            MemorySegment first = memory.allocate(3, 1);
            MemorySegment second = memory.allocate(Long.BYTES, Long.BYTES);
            write(first);

            assertThat(isZero(second)).isTrue();
            assertThat(second.address() % Long.BYTES).isZero();
        }
    }

    @Test
    void whatDoesNotFitHasMemoryOfItsOwnUntilTheCallIsEncoded() {
        MemorySegment large;
        try (memory) {
            write(memory.allocate(CallMemory.ROOM - 8, 1));
            large = memory.allocate(1 << 20, Long.BYTES);

            assertThat(large.byteSize()).isEqualTo(1 << 20);
            assertThat(isZero(large)).isTrue();
        }
        assertThat(large.scope().isAlive()).isFalse();
    }
}
