package io.csi4j.controller.lease;

import static org.assertj.core.api.Assertions.assertThat;

import io.csi4j.controller.storage.Lease;
import io.csi4j.controller.storage.Meta;
import io.csi4j.controller.storage.ObjectKey;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ObservationTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, nullValues = "-", textBlock = """
            holder | duration | seconds later | free
            a      | 15       | 0             | false
            a      | 15       | 14            | false
            a      | 15       | 15            | true
            me     | 15       | 0             | true
            ''     | 15       | 0             | true
            a      | -        | 0             | true
            """)
    void aLeaseIsFreeWhenNobodyElseIsAliveInIt(String holder, @Nullable Integer duration, long later, boolean free) {
        Observation seen = new Observation(null, 0).then(lease(holder, duration, "t1"), 0);

        assertThat(seen.isFreeFor("me", Duration.ofSeconds(later).toNanos())).isEqualTo(free);
    }

    @Test
    void noLeaseIsFree() {
        assertThat(new Observation(null, 0).isFreeFor("me", 0)).isTrue();
    }

    @Test
    void seeingTheSameTermAgainDoesNotMoveTheTime() {
        Observation first = new Observation(null, 0).then(lease("a", 15, "t1"), 10);

        assertThat(first.then(lease("a", 15, "t1"), 20).since()).isEqualTo(10);
        assertThat(first.then(lease("a", 15, "t2"), 20).since()).isEqualTo(20);
        assertThat(first.then(lease("b", 15, "t1"), 20).since()).isEqualTo(20);
        assertThat(first.then(null, 20).since()).isEqualTo(20);
    }

    private static Lease lease(String holder, @Nullable Integer duration, String renewTime) {
        Meta meta = Meta.ofNew(new ObjectKey("ns", "lease"));
        return new Lease(meta, Map.of(), List.of(), holder, duration, "t0", renewTime, 0);
    }
}
