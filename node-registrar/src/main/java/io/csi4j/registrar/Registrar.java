package io.csi4j.registrar;

import io.csi4j.sidecar.csi.DriverAddress;
import io.csi4j.sidecar.launch.Exit;
import io.csi4j.sidecar.launch.Launch;
import io.csi4j.sidecar.launch.Shutdown;
import io.csi4j.sidecar.launch.Ticker;
import io.csi4j.sidecar.launch.Version;
import io.csi4j.sidecar.log.Log;
import io.csi4j.sidecar.log.Logging;
import java.util.Optional;

/** The program {@code csi-node-driver-registrar}. */
public final class Registrar {
    private static final Log LOG = Log.of(Registrar.class);
    private static final String NAME = "csi-node-driver-registrar";

    private Registrar() {}

    public static void main(String... arguments) {
        Launch.program(NAME, arguments, words -> run(Shutdown.onSignals(), words));
    }

    /** The start-up sequence of contract node-registrar.md, section 3. */
    static Exit run(Shutdown shutdown, String... arguments) throws InterruptedException {
        RegistrarOptions options = RegistrarOptions.parse(arguments);
        Logging.configure(options.logging());
        if (options.version()) {
            Version.print(NAME);
            return Exit.OK;
        }
        options.requireRegistrationPath();
        if (options.isRegistrationProbe()) {
            return Exit.OK;
        }
        LOG.info("starting", "version", Version.current(), "mode", "registration");
        options.requireOneHealthAddress();
        if (!options.connectionTimeout().isZero()) {
            LOG.info("--connection-timeout is deprecated and has no effect");
        }
        DriverAddress address = DriverAddress.parse(options.csiAddress());
        Optional<String> driver = new DriverName(options.timeout(), Ticker.system()).of(address, shutdown);
        return driver.isPresent() ? register(driver.get(), options, shutdown) : shutdown.await();
    }

    private static Exit register(String driver, RegistrarOptions options, Shutdown shutdown)
            throws InterruptedException {
        LOG.v(2).info("driver found", "csiDriverName", driver);
        var service = new RegistrationService(driver, options.registrationPath(), shutdown);
        RegistrationSocket socket = RegistrationSocket.open(options.registrationFolder(), service);
        try (var _ = HealthServer.start(socket, options)) {
            Exit wished = shutdown.await();
            return socket.takeAway() ? wished : Exit.FAILURE;
        } finally {
            socket.close();
        }
    }
}
