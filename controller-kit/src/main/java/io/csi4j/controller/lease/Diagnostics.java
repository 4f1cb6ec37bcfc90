package io.csi4j.controller.lease;

import io.csi4j.sidecar.flags.CommonOptions;
import io.csi4j.sidecar.http.HttpEndpoint;
import io.csi4j.sidecar.http.Routes;
import io.csi4j.sidecar.launch.Exit;
import io.csi4j.sidecar.launch.StartupException;
import io.csi4j.sidecar.log.Log;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The pages of a controller, served whether it leads or not: contract common.md, section 6. */
public final class Diagnostics {
    private static final Log LOG = Log.of(Diagnostics.class);

    private Diagnostics() {}

    /**
     * Listens where the command line says, with the lease's health among the pages where there is an election.
     *
     * @param routes the other pages
     * @return null if no address is asked for
     * @throws StartupException with {@code onFault} if the address cannot be had
     */
    public static @Nullable HttpEndpoint serve(
            CommonOptions.Diagnostics where, Routes routes, Election election, Exit onFault) {
        if (where.address().isEmpty()) {
            return null;
        }
        // The deprecated address has no health page.
        if (election.isWanted() && !where.httpEndpoint().isEmpty()) {
            routes.page("/healthz/leader-election", _ -> election.health());
        }
        try {
            var endpoint = HttpEndpoint.listen(where.address(), routes);
            LOG.info("serving diagnostics", "address", endpoint.address(), "path", where.metricsPath());
            return endpoint;
        } catch (IOException failure) {
            throw new StartupException(onFault, String.valueOf(failure.getMessage()), failure);
        }
    }
}
