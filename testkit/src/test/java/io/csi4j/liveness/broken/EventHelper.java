package io.csi4j.liveness.broken;

import io.csi4j.controller.broken.Above;
import java.time.Instant;
import java.util.Optional;

/** Breaks every rule on classes once, without a sign on its door. */
public final class EventHelper {
    final Optional<String> field = Optional.empty();
    final Above above = new Above(this);

    void processAll(int one, int two, int three, int four, int five, int six) throws InterruptedException {
        Thread.sleep(one + two + three);
        System.exit((int) (four + five + six + Math.random() + Instant.now().getEpochSecond()));
    }

    void bindPvc(Optional<String> name) {
        name.ifPresent(System.out::println);
    }
}
