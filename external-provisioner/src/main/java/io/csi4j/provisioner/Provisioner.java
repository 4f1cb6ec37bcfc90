package io.csi4j.provisioner;

import io.csi4j.sidecar.launch.Exit;
import io.csi4j.sidecar.launch.Launch;
import io.csi4j.sidecar.launch.Shutdown;
import io.csi4j.sidecar.launch.Ticker;
import io.csi4j.sidecar.launch.Version;
import io.csi4j.sidecar.log.Logging;
import io.csi4j.sidecar.metrics.MetricsRegistry;
import io.csi4j.sidecar.metrics.OperationMetrics;

/** The program {@code csi-provisioner}; to embed it, call {@link #run(Shutdown, ProvisionerOptions)}. */
public final class Provisioner {
    static final String PROGRAM = "csi-provisioner";

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
        ProvisionerOptions.require(
                !options.common().election().enabled(), "--leader-election is not supported by this version");
        var startup = new Startup(options);
        var metrics = MetricsRegistry.ofThisProcess();
        var operations = new OperationMetrics(metrics, OperationMetrics.Shape.sidecar(), Ticker.system());
        try (var kube = startup.apiServer();
                var channel = startup.driver(shutdown, operations.client())) {
            if (shutdown.requested()) {
                return shutdown.await();
            }
            var driver = startup.askDriver(channel);
            operations.driverName(driver.name());
            var rules = startup.rules(kube, driver.features());
            try (var _ = startup.diagnostics(metrics);
                    var controllers = new Controllers(kube, driver, rules, metrics, options.pace())) {
                controllers.start(shutdown);
                return shutdown.await();
            }
        }
    }
}
