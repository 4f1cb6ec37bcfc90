package io.csi4j.controller.work;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class KeyLocksTest {
    private final KeyLocks<String> locks = new KeyLocks<>();
    private final BlockingQueue<String> order = new LinkedBlockingQueue<>();

    @Test
    void whoeverComesSecondWaitsUntilTheFirstIsDone() throws InterruptedException {
        Thread second;
        try (var _ = locks.hold("volume")) {
            second = holding("volume");
            awaitUsers("volume", 2);
            order.add("first");
        }
        second.join();

        assertThat(List.copyOf(order)).containsExactly("first", "volume");
        assertThat(locks.users("volume")).isZero();
    }

    @Test
    void keysDoNotWaitForEachOther() throws InterruptedException {
        try (var _ = locks.hold("one")) {
            holding("other").join();
        }

        assertThat(order).containsExactly("other");
    }

    @Test
    void closingTwiceDoesNotFreeTheKeyOfTheNextHolder() throws InterruptedException {
        KeyLocks.Held first = locks.hold("volume");
        first.close();
        KeyLocks.Held second = locks.hold("volume");

        first.close();

        assertThat(locks.users("volume")).isEqualTo(1);
        second.close();
    }

    @Test
    void anInterruptedWaiterIsForgotten() throws InterruptedException {
        try (var _ = locks.hold("volume")) {
            Thread second = holding("volume");
            awaitUsers("volume", 2);

            second.interrupt();
            second.join();

            assertThat(locks.users("volume")).isEqualTo(1);
        }
        assertThat(order).isEmpty();
    }

    private Thread holding(String key) {
        return Thread.ofVirtual().start(() -> {
            try (var _ = locks.hold(key)) {
                order.add(key);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    private void awaitUsers(String key, int users) {
        while (locks.users(key) != users) {
            Thread.onSpinWait();
        }
    }
}
