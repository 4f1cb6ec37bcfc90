package io.csi4j.resizer;

import io.csi4j.sidecar.launch.Exit;
import io.csi4j.sidecar.launch.Launch;
import io.csi4j.sidecar.launch.StartupException;
import io.csi4j.sidecar.launch.Version;
import io.csi4j.sidecar.log.Logging;

/** The program {@code csi-resizer}. */
public final class Resizer {
    private static final String NAME = "csi-resizer";

    private Resizer() {}

    public static void main(String... arguments) {
        Launch.program(NAME, arguments, Resizer::run);
    }

    /** Checks the command line in the contract's order, then ends: resizing is not built yet. */
    static Exit run(String... arguments) {
        ResizerOptions options = ResizerOptions.parse(arguments);
        Logging.configure(options.logging());
        if (options.common().version()) {
            Version.print(NAME);
            return Exit.OK;
        }
        options.common().diagnostics().requireOneAddress();
        options.gates();
        throw new StartupException(
                Exit.FAILURE,
                "csi-resizer is not built yet: it would expand no volume; keep upstream's external-resizer");
    }
}
