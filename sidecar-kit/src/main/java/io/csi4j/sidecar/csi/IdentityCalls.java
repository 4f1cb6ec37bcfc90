package io.csi4j.sidecar.csi;

import io.csi4j.sidecar.launch.Exit;
import io.csi4j.sidecar.launch.Shutdown;
import io.csi4j.sidecar.launch.StartupException;
import io.csi4j.sidecar.log.Log;
import io.csi4j.spec.v1.GetPluginCapabilitiesRequest;
import io.csi4j.spec.v1.GetPluginCapabilitiesResponse;
import io.csi4j.spec.v1.GetPluginInfoRequest;
import io.csi4j.spec.v1.GetPluginInfoResponse;
import io.csi4j.spec.v1.IdentityGrpc;
import io.csi4j.spec.v1.PluginCapability;
import io.csi4j.spec.v1.ProbeRequest;
import io.csi4j.spec.v1.ProbeResponse;
import io.grpc.Status;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;

/** Who the driver is, what it can do and whether it is ready. Contract common.md, section 5. */
public final class IdentityCalls {
    private static final Log LOG = Log.of(IdentityCalls.class);

    private final DriverChannel channel;
    private final Duration pause;

    public IdentityCalls(DriverChannel channel) {
        this(channel, Duration.ofSeconds(1));
    }

    /**
     * @param pause between two probes
     */
    IdentityCalls(DriverChannel channel, Duration pause) {
        this.channel = channel;
        this.pause = pause;
    }

    /** The driver's name as it says it; an empty one is refused. */
    public Outcome<String> driverName(Duration timeout) {
        Outcome<String> name = Calling.call(
                        channel,
                        CsiCall.GET_PLUGIN_INFO,
                        IdentityGrpc.getGetPluginInfoMethod(),
                        GetPluginInfoRequest.getDefaultInstance(),
                        timeout)
                .map(GetPluginInfoResponse::getName);
        return name instanceof Outcome.Done<String>(var text) && text.isEmpty()
                ? new Outcome.Refused<>(Refusal.FINAL, Status.INTERNAL.withDescription("driver name is empty"))
                : name;
    }

    /** The services the driver names; other kinds of capability are left out. */
    public Outcome<Set<PluginCapability.Service.Type>> capabilities(Duration timeout) {
        return Calling.call(
                        channel,
                        CsiCall.GET_PLUGIN_CAPABILITIES,
                        IdentityGrpc.getGetPluginCapabilitiesMethod(),
                        GetPluginCapabilitiesRequest.getDefaultInstance(),
                        timeout)
                .map(IdentityCalls::services);
    }

    /** Whether the driver says it is ready; saying nothing counts as ready. */
    public Outcome<Boolean> probe(Duration timeout) {
        return Calling.call(
                        channel,
                        CsiCall.PROBE,
                        IdentityGrpc.getProbeMethod(),
                        ProbeRequest.getDefaultInstance(),
                        timeout)
                .map(IdentityCalls::isReady);
    }

    /**
     * Probes each second until the driver is ready or the program shall end. A driver that is not ready, late or
     * unavailable is asked again, and only a change is logged; upstream gives up on an unavailable one.
     *
     * @param single the deadline of each probe
     * @throws StartupException with {@link Exit#FAILURE} after any other answer
     */
    public void probeUntilReady(Duration single, Shutdown shutdown) throws InterruptedException {
        String said = "";
        while (!shutdown.requested()) {
            String waitingFor = reasonToWait(probe(single));
            if (waitingFor.isEmpty()) {
                return;
            }
            if (!waitingFor.equals(said)) {
                LOG.info("waiting for the driver", "address", channel.address(), "why", waitingFor);
                said = waitingFor;
            }
            shutdown.await(pause);
        }
    }

    /** Empty when there is none. */
    private static String reasonToWait(Outcome<Boolean> answer) throws InterruptedException {
        if (answer instanceof Outcome.Done<Boolean>(var ready)) {
            return ready ? "" : "driver is not ready";
        }
        if (answer instanceof Outcome.Uncertain && Thread.interrupted()) {
            throw new InterruptedException("interrupted while probing the driver");
        }
        if (answer instanceof Outcome.Refused || !isPassing(answer.status())) {
            throw new StartupException(Exit.FAILURE, "CSI driver probe failed: " + GrpcText.of(answer.status()));
        }
        return GrpcText.of(answer.status());
    }

    /** Whether a driver that is just starting may have answered so: it is not there yet, or slow. */
    public static boolean isPassing(Status status) {
        return status.getCode() == Status.Code.DEADLINE_EXCEEDED || status.getCode() == Status.Code.UNAVAILABLE;
    }

    private static boolean isReady(ProbeResponse response) {
        return !response.hasReady() || response.getReady().getValue();
    }

    private static Set<PluginCapability.Service.Type> services(GetPluginCapabilitiesResponse response) {
        Set<PluginCapability.Service.Type> services = EnumSet.noneOf(PluginCapability.Service.Type.class);
        for (PluginCapability capability : response.getCapabilitiesList()) {
            if (capability.hasService()) {
                services.add(capability.getService().getType());
            }
        }
        return Set.copyOf(services);
    }
}
