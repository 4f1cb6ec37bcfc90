package io.csi4j.provisioner;

import io.csi4j.controller.lease.Election;
import io.csi4j.sidecar.launch.Exit;
import io.csi4j.sidecar.launch.Launch;
import io.csi4j.sidecar.launch.Shutdown;
import io.csi4j.sidecar.launch.Version;
import io.csi4j.sidecar.log.Log;
import io.csi4j.sidecar.log.Logging;

/** The program {@code csi-provisioner}; to embed it, call {@link #run(Shutdown, ProvisionerOptions)}. */
public final class Provisioner {
    static final String PROGRAM = "csi-provisioner";

    private static final Log log = Log.of(Provisioner.class);

    private Provisioner() {}

    public static void main(String[] arguments) {
        Launch.program(PROGRAM, arguments, Provisioner::run);
    }

    private static Exit run(String... arguments) throws InterruptedException {
        var options = ProvisionerOptions.parse(arguments);
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
    public static Exit run(Shutdown shutdown, ProvisionerOptions options) throws InterruptedException {
        options.common().diagnostics().requireOneAddress();
        var startup = new Startup(options);
        try (var kube = startup.apiServer();
                var met = startup.meetDriver(kube, shutdown)) {
            if (met == null) {
                return shutdown.await();
            }
            try (var leaseClient = startup.apiServer();
                    var election = new Election(
                            options.common().election(), met.driver().name().replace('/', '-'));
                    var _ = startup.diagnostics(met.metrics(), election)) {
                election.begin(leaseClient, met.metrics(), shutdown);
                var controllers = new Controllers(kube, met, options);
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
