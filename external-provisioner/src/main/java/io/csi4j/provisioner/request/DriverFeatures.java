package io.csi4j.provisioner.request;

import io.csi4j.spec.v1.ControllerServiceCapability.RPC;
import io.csi4j.spec.v1.PluginCapability;
import java.util.Set;

/** What the driver said about itself when the program started. */
public record DriverFeatures(String name, Set<PluginCapability.Service.Type> services, Set<RPC.Type> calls) {
    public DriverFeatures {
        services = Set.copyOf(services);
        calls = Set.copyOf(calls);
    }

    public boolean offers(PluginCapability.Service.Type service) {
        return services.contains(service);
    }

    public boolean can(RPC.Type call) {
        return calls.contains(call);
    }

    /** Blocked unless the driver creates and deletes volumes at all. */
    public Step<DriverFeatures> makesVolumes() {
        if (!offers(PluginCapability.Service.Type.CONTROLLER_SERVICE)) {
            return Step.finished("driver " + name + " has no controller service");
        }
        return can(RPC.Type.CREATE_DELETE_VOLUME)
                ? Step.ready(this)
                : Step.finished("driver " + name + " does not create and delete volumes");
    }

    /** Blocked unless the driver can fill a volume from that. */
    Step<ContentSource> copies(ContentSource source) {
        return switch (source) {
            case ContentSource.FromSnapshot _ -> copies(source, RPC.Type.CREATE_DELETE_SNAPSHOT, "restore snapshots");
            case ContentSource.FromClaim _ -> copies(source, RPC.Type.CLONE_VOLUME, "clone volumes");
            case ContentSource.Nothing _, ContentSource.FromPopulator _ -> Step.ready(source);
        };
    }

    private Step<ContentSource> copies(ContentSource source, RPC.Type needed, String what) {
        return can(needed) ? Step.ready(source) : Step.finished("driver " + name + " does not " + what);
    }
}
