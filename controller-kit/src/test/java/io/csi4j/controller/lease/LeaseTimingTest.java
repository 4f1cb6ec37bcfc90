package io.csi4j.controller.lease;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.csi4j.sidecar.launch.Exit;
import io.csi4j.sidecar.launch.StartupException;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LeaseTimingTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
            lease    | renew | retry | valid
            PT15S    | PT10S | PT5S  | true
            PT10S    | PT10S | PT5S  | false
            PT15S    | PT6S  | PT5S  | false
            PT15S    | PT6.1S| PT5S  | true
            PT15S    | PT10S | PT0S  | false
            PT0.9S   | PT0.5S| PT0.1S| true
            """)
    void theTimesMustLeaveRoomForEachOther(Duration lease, Duration renew, Duration retry, boolean valid) {
        if (valid) {
            assertThat(new LeaseTiming(lease, renew, retry).renew()).isEqualTo(renew);
        } else {
            assertThatThrownBy(() -> new LeaseTiming(lease, renew, retry))
                    .isInstanceOfSatisfying(
                            StartupException.class,
                            fault -> assertThat(fault.exit()).isEqualTo(Exit.FAILURE))
                    .hasMessageStartingWith("leader election: need lease > renew > 1.2 x retry > 0, got ");
        }
    }
}
