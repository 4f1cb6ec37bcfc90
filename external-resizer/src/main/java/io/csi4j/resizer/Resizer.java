package io.csi4j.resizer;

import io.csi4j.controller.lease.Diagnostics;
import io.csi4j.controller.lease.Election;
import io.csi4j.sidecar.http.Routes;
import io.csi4j.sidecar.launch.Exit;
import io.csi4j.sidecar.launch.Launch;
import io.csi4j.sidecar.launch.Shutdown;
import io.csi4j.sidecar.launch.Version;
import io.csi4j.sidecar.log.Log;
import io.csi4j.sidecar.log.Logging;

/** The program {@code csi-resizer}; to embed it, call {@link #run(Shutdown, ResizerOptions)}. */
public final class Resizer {
    static final String PROGRAM = "csi-resizer";

    /** What the lease is named after, before the driver's name. */
    private static final String LOCK = "external-resizer-";

    private static final Log log = Log.of(Resizer.class);

    private Resizer() {}

    public static void main(String... arguments) {
        Launch.program(PROGRAM, arguments, Resizer::run);
    }

    static Exit run(String... arguments) throws InterruptedException {
        var options = ResizerOptions.parse(arguments);
        Logging.configure(options.logging());
        if (options.common().version()) {
            Version.print(PROGRAM);
            return Exit.OK;
        }
        log.info("starting", "program", PROGRAM, "version", Version.current());
        return run(Shutdown.onSignals(), options);
    }

    /**
     * Works until {@code shutdown} is requested, then drains (contract external-resizer.md, 2.1).
     *
     * @return how the process is to end
     * @throws io.csi4j.sidecar.launch.StartupException if it cannot start
     */
    public static Exit run(Shutdown shutdown, ResizerOptions options) throws InterruptedException {
        options.check();
        var startup = new Startup(options);
        try (var kube = startup.apiServer();
                var met = startup.meetDriver(kube, shutdown)) {
            if (met == null) {
                return shutdown.await();
            }
            var common = options.common();
            var metrics = met.metrics();
            var pages = new Routes().metrics(common.diagnostics().metricsPath(), metrics);
            try (var leaseClient = startup.apiServer();
                    var election =
                            new Election(common.election(), LOCK + met.driver().name());
                    var _ = Diagnostics.serve(common.diagnostics(), pages, election, Exit.FAILURE)) {
                election.begin(leaseClient, metrics, shutdown);
                var controllers = new Controllers(kube, met, options, metrics);
                if (election.awaitLeading()) {
                    return controllers.work(shutdown, election::isLost);
                }
                // Changes nothing if the end was asked for; else the election died, and a restart is the cure.
                shutdown.request(Exit.FAILURE);
                return shutdown.await();
            }
        }
    }
}
