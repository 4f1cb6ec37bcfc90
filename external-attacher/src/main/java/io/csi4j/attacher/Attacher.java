package io.csi4j.attacher;

import io.csi4j.controller.lease.Election;
import io.csi4j.sidecar.launch.Exit;
import io.csi4j.sidecar.launch.Launch;
import io.csi4j.sidecar.launch.Shutdown;
import io.csi4j.sidecar.launch.Version;
import io.csi4j.sidecar.log.Log;
import io.csi4j.sidecar.log.Logging;

/** The program {@code csi-attacher}; to embed it, call {@link #run(Shutdown, AttacherOptions)}. */
public final class Attacher {
    static final String PROGRAM = "csi-attacher";

    /** What the lease is named after, before the driver's name. */
    private static final String LOCK = "external-attacher-leader-";

    private static final Log log = Log.of(Attacher.class);

    private Attacher() {}

    public static void main(String... arguments) {
        Launch.program(PROGRAM, arguments, Attacher::run);
    }

    static Exit run(String... arguments) throws InterruptedException {
        var options = AttacherOptions.parse(arguments);
        Logging.configure(options.logging());
        if (options.common().version()) {
            Version.print(PROGRAM);
            return Exit.OK;
        }
        log.info("starting", "program", PROGRAM, "version", Version.current());
        return run(Shutdown.onSignals(), options);
    }

    /**
     * Works until {@code shutdown} is requested, then drains (contract 2.1).
     *
     * @return how the process is to end
     * @throws io.csi4j.sidecar.launch.StartupException if it cannot start
     */
    public static Exit run(Shutdown shutdown, AttacherOptions options) throws InterruptedException {
        options.check();
        var startup = new Startup(options);
        try (var kube = startup.apiServer();
                var met = startup.meetDriver(shutdown)) {
            if (met == null) {
                return shutdown.await();
            }
            try (var leaseClient = startup.apiServer();
                    var election = new Election(options.common().election(), LOCK + met.name());
                    var _ = startup.diagnostics(met.metrics(), election)) {
                var driver = startup.driver(met, shutdown);
                if (driver == null) {
                    return shutdown.await();
                }
                election.begin(leaseClient, met.metrics(), shutdown);
                var controllers = new Controllers(kube, driver, options, met.metrics());
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
