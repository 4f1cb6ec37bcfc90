package io.csi4j.resizer.expand;

import io.csi4j.controller.work.SlowSet;
import io.csi4j.resizer.expand.Expansion.Failure;
import io.csi4j.sidecar.launch.Ticker;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What the driver last said of each claim: contract external-resizer.md, 4.3, column "memory". Mutable, by claim UID,
 * so that a new claim never inherits from one of the same name. Safe for all threads.
 */
final class Verdicts {
    private final Set<String> finals = ConcurrentHashMap.newKeySet();
    private final SlowSet<String> resting;

    /** @param rest how long an infeasible size is not tried again */
    Verdicts(Duration rest, Ticker ticker) {
        resting = new SlowSet<>(rest, ticker);
    }

    void failed(String uid, Failure failure) {
        switch (failure) {
            case INFEASIBLE -> {
                finals.add(uid);
                // At once: the size is tried once in each rest, not twice.
                resting.add(uid, "");
            }
            case IN_USE, FINAL -> {
                finals.add(uid);
                resting.remove(uid);
            }
            case UNCERTAIN -> forget(uid);
        }
    }

    /** The claim was expanded, or is gone. */
    void forget(String uid) {
        finals.remove(uid);
        resting.remove(uid);
    }

    boolean isFinal(String uid) {
        return finals.contains(uid);
    }

    /** How long the claim still rests; zero or less if it does not. */
    Duration restOf(String uid) {
        return resting.timeRemaining(uid);
    }
}
