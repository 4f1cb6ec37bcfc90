package io.csi4j.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.csi4j.sidecar.log.Log;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtensionContext;

@Timeout(60)
class InvariantsTest {
    private static final Log LOG = Log.of(InvariantsTest.class);
    private static final @Nullable ExtensionContext CONTEXT = null;

    private final Invariants invariants = new Invariants();
    private final HandClock clock = new HandClock();

    @Test
    void aTestThatEndsCleanPasses() throws InterruptedException {
        invariants.beforeEach(CONTEXT);
        Thread ended = Thread.ofVirtual().start(() -> LOG.warning("odd, but no error"));
        ended.join();

        invariants.afterEach(CONTEXT);

        assertThat(invariants.logLines()).singleElement().asString().contains("odd, but no error");
    }

    @Test
    void aVirtualThreadLeftRunningFailsTheTest() throws InterruptedException {
        invariants.beforeEach(CONTEXT);
        Thread left = Thread.ofVirtual().name("forgotten").start(this::pauseForEver);
        clock.awaitParked(1);

        assertThatThrownBy(() -> invariants.afterEach(CONTEXT))
                .hasMessageContaining("threads left running")
                .hasMessageContaining("forgotten");
        left.interrupt();
        left.join();
    }

    @Test
    void anErrorLineNobodyAnnouncedFailsTheTest() {
        invariants.beforeEach(CONTEXT);
        LOG.error(null, "disk full");

        assertThatThrownBy(() -> invariants.afterEach(CONTEXT)).hasMessageContaining("disk full");
    }

    @Test
    void anAnnouncedErrorLinePasses() {
        invariants.expectErrors("disk full");
        invariants.beforeEach(CONTEXT);
        LOG.error(null, "disk full");

        invariants.afterEach(CONTEXT);

        assertThat(invariants.logLines()).hasSize(1);
    }

    private void pauseForEver() {
        try {
            clock.pause(Duration.ofDays(1));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
