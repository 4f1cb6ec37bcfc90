package io.csi4j.liveness;

import io.csi4j.sidecar.launch.Exit;
import io.csi4j.sidecar.launch.Launch;
import io.csi4j.sidecar.launch.Shutdown;
import io.csi4j.sidecar.launch.Version;
import io.csi4j.sidecar.log.Logging;

/** The program {@code livenessprobe}. */
public final class LivenessProbe {
    private static final String NAME = "livenessprobe";

    private LivenessProbe() {}

    public static void main(String... arguments) {
        Launch.program(NAME, arguments, words -> run(Shutdown.onSignals(), words));
    }

    /** The start-up sequence of contract liveness-probe.md, section 3. */
    static Exit run(Shutdown shutdown, String... arguments) throws InterruptedException {
        LivenessOptions options = LivenessOptions.parse(arguments);
        Logging.configure(options.logging());
        if (options.version()) {
            Version.print(NAME);
            return Exit.OK;
        }
        options.requireOneAddress();
        try (var _ = RunningProbe.start(options)) {
            return shutdown.await();
        }
    }
}
