package io.csi4j.nfs.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.Status.Code;
import java.util.List;
import org.junit.jupiter.api.Test;

class BusyKeysTest {
    private final BusyKeys busy = new BusyKeys();

    @Test
    void aKeyThatIsTakenTurnsTheNextAwayWithUpstreamsText() throws Refused {
        try (BusyKeys.Hold _ = busy.hold("id-1", List.of("id-1-/target"))) {
            assertThatThrownBy(() -> busy.hold("id-1", List.of("id-1-/target")))
                    .isInstanceOfSatisfying(
                            Refused.class,
                            refused -> assertThat(refused.status().getCode()).isEqualTo(Code.ABORTED))
                    .hasMessage("operation with the given Volume ID id-1 already exists");
        }
    }

    @Test
    void aKeyIsFreeAgainAfterwards() throws Refused {
        busy.hold("a", List.of("a", "a", "b")).close();

        assertThatCode(() -> busy.hold("b", List.of("b")).close()).doesNotThrowAnyException();
    }

    @Test
    void allKeysOrNoneAreTaken() throws Refused {
        try (BusyKeys.Hold _ = busy.hold("b", List.of("b"))) {
            assertThatThrownBy(() -> busy.hold("a", List.of("a", "b"))).isInstanceOf(Refused.class);

            assertThatCode(() -> busy.hold("a", List.of("a")).close()).doesNotThrowAnyException();
        }
    }
}
