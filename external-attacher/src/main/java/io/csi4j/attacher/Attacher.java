package io.csi4j.attacher;

import io.csi4j.sidecar.launch.Exit;
import io.csi4j.sidecar.launch.Launch;
import io.csi4j.sidecar.launch.StartupException;
import io.csi4j.sidecar.launch.Version;
import io.csi4j.sidecar.log.Logging;

/** The program {@code csi-attacher}. */
public final class Attacher {
    private static final String NAME = "csi-attacher";

    private Attacher() {}

    public static void main(String... arguments) {
        Launch.program(NAME, arguments, Attacher::run);
    }

    /** Checks the command line in the contract's order, then ends: attaching is not built yet. */
    static Exit run(String... arguments) {
        AttacherOptions options = AttacherOptions.parse(arguments);
        Logging.configure(options.logging());
        if (options.common().version()) {
            Version.print(NAME);
            return Exit.OK;
        }
        options.common().diagnostics().requireOneAddress();
        if (options.workers() == 0) {
            throw new StartupException(Exit.FAILURE, "need at least 1 worker, got --worker-threads=0");
        }
        throw new StartupException(
                Exit.FAILURE,
                "csi-attacher is not built yet: it would publish no volume; keep upstream's external-attacher");
    }
}
