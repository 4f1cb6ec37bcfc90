package io.csi4j.sidecar.csi;

import io.csi4j.sidecar.launch.Exit;
import io.csi4j.sidecar.launch.Launch;
import io.csi4j.sidecar.log.Log;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What follows when an established connection to the driver breaks; asked once for each loss, on a thread of its own,
 * as soon as the loss is seen. Contract common.md, section 3.
 */
@FunctionalInterface
public interface OnLoss {
    /** Where Kubernetes looks for the last words of a container. */
    Path TERMINATION_LOG = Path.of("/dev/termination-log");

    /** What to do with the channel. */
    enum Then {
        /** Dial again about each second, for ever; calls in the gap end as unavailable. */
        RECONNECT,
        /** Every later call ends as unavailable. */
        GIVE_UP
    }

    Then lost(DriverAddress address);

    /** Dials again and tells nobody. */
    static OnLoss reconnect() {
        return address -> Then.RECONNECT;
    }

    /** Never dials again. */
    static OnLoss giveUp() {
        return address -> Then.GIVE_UP;
    }

    /** {@link #exit(Runnable)} that ends this process. */
    static OnLoss exit() {
        return exit(() -> Launch.endNow(Exit.FAILURE));
    }

    /**
     * Leaves the reason in the container's termination log and ends the program, for the controllers: their restart
     * reads the driver's name and capabilities anew.
     *
     * @param end ends the process with exit code 1
     */
    static OnLoss exit(Runnable end) {
        return exit(TERMINATION_LOG, end);
    }

    /** As {@link #exit(Runnable)}, with the termination log elsewhere. */
    static OnLoss exit(Path terminationLog, Runnable end) {
        return address -> {
            Log log = Log.of(OnLoss.class);
            String lastWords = "Lost connection to CSI driver, exiting";
            try {
                Files.writeString(terminationLog, lastWords, StandardCharsets.UTF_8);
            } catch (IOException failure) {
                log.error(failure, "cannot write the termination log", "path", terminationLog);
            }
            log.error(null, lastWords, "address", address);
            end.run();
            return Then.GIVE_UP;
        };
    }
}
