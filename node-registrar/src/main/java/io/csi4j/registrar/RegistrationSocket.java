package io.csi4j.registrar;

import io.csi4j.sidecar.csi.DriverAddress;
import io.csi4j.sidecar.csi.DriverAddress.UnixSocket;
import io.csi4j.sidecar.csi.DriverServer;
import io.csi4j.sidecar.launch.Exit;
import io.csi4j.sidecar.launch.StartupException;
import io.csi4j.sidecar.log.Log;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The socket in kubelet's folder and the server behind it: contract node-registrar.md, section 4. */
final class RegistrationSocket implements AutoCloseable {
    private static final Log LOG = Log.of(RegistrationSocket.class);

    /** Kubelet's calls take milliseconds. */
    private static final Duration DRAIN = Duration.ofSeconds(1);

    private final RegistrationService service;
    private final UnixSocket place;
    private final DriverServer server;
    private final @Nullable Object identity;

    private RegistrationSocket(RegistrationService service, UnixSocket place, DriverServer server) {
        this.service = service;
        this.place = place;
        this.server = server;
        this.identity = identityOf(place.path());
    }

    /**
     * Serves; kubelet sees the socket from now on.
     *
     * @param folder must exist
     * @throws StartupException with {@link Exit#FAILURE} when something else is in its place or listening fails
     */
    static RegistrationSocket open(String folder, RegistrationService service) {
        UnixSocket place = new UnixSocket(Path.of(folder).toAbsolutePath().resolve(fileName(service.driver())));
        LOG.info("starting the registration server", "socketPath", place);
        DriverServer server = DriverServer.listenPrivately(place, List.of(service));
        LOG.info("registration server started", "socketPath", place);
        return new RegistrationSocket(service, place, server);
    }

    /** Who answers here. */
    RegistrationService service() {
        return service;
    }

    DriverAddress address() {
        return place;
    }

    Path path() {
        return place.path();
    }

    /**
     * Removes the socket and ends the server; calls under way may finish.
     *
     * @return false when the socket is still there, which keeps the driver registered
     */
    boolean takeAway() {
        close();
        boolean gone = identity == null || !identity.equals(identityOf(place.path()));
        if (!gone) {
            LOG.error(null, "the registration socket could not be removed", "socketPath", place);
        }
        return gone;
    }

    @Override
    public void close() {
        server.close(DRAIN);
    }

    // A slash would lead out of the folder; a driver's name has none (CSI spec, GetPluginInfo).
    private static String fileName(String driver) {
        if (driver.indexOf('/') >= 0) {
            throw new StartupException(Exit.FAILURE, "need a driver name without a slash, got " + driver);
        }
        return driver + "-reg.sock";
    }

    private static @Nullable Object identityOf(Path path) {
        try {
            return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                    .fileKey();
        } catch (NoSuchFileException gone) {
            return null;
        } catch (IOException failure) {
            LOG.error(failure, "cannot look at the registration socket", "socketPath", path);
            return null;
        }
    }
}
