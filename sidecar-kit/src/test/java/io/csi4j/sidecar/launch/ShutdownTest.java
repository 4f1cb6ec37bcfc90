package io.csi4j.sidecar.launch;

import static org.assertj.core.api.Assertions.assertThat;

import io.csi4j.sidecar.log.Logging;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ShutdownTest {
    private final Shutdown shutdown = Shutdown.onRequest();
    private final List<String> told = new ArrayList<>();

    @Test
    void nothingIsRequestedAtFirst() throws InterruptedException {
        assertThat(shutdown.requested()).isFalse();
        assertThat(shutdown.await(Duration.ZERO)).isFalse();
    }

    @Test
    void theFirstRequestDecidesTheExit() throws InterruptedException {
        shutdown.request(Exit.FAILURE);
        shutdown.request(Exit.OK);

        assertThat(shutdown.requested()).isTrue();
        assertThat(shutdown.await()).isEqualTo(Exit.FAILURE);
    }

    @Test
    void listenersRunOnceInOrderAndLateOnesAtOnce() {
        shutdown.whenRequested(() -> told.add("first"));
        shutdown.whenRequested(() -> told.add("second"));

        shutdown.request(Exit.OK);
        shutdown.request(Exit.OK);
        shutdown.whenRequested(() -> told.add("late"));

        assertThat(told).containsExactly("first", "second", "late");
    }

    @Test
    void aFailingListenerIsLoggedAndTheOthersRun() {
        List<String> lines = new ArrayList<>();
        shutdown.whenRequested(() -> {
            throw new IllegalStateException("boom");
        });
        shutdown.whenRequested(() -> told.add("second"));

        try (var redirect = Logging.redirect(lines::add)) {
            assertThat(redirect).isNotNull();
            shutdown.request(Exit.OK);
        }

        assertThat(told).containsExactly("second");
        assertThat(lines).singleElement().asString().contains("boom");
    }
}
