package io.csi4j.provisioner.request;

import io.csi4j.spec.v1.ControllerServiceCapability;
import io.csi4j.spec.v1.PluginCapability;
import java.util.Set;

/** What the driver said about itself when the program started. */
public record DriverFeatures(
        String name, Set<PluginCapability.Service.Type> services, Set<ControllerServiceCapability.RPC.Type> calls) {
    public DriverFeatures {
        services = Set.copyOf(services);
        calls = Set.copyOf(calls);
    }

    public boolean offers(PluginCapability.Service.Type service) {
        return services.contains(service);
    }

    public boolean can(ControllerServiceCapability.RPC.Type call) {
        return calls.contains(call);
    }

    /** Blocked unless the driver creates and deletes volumes at all. */
    public Step<DriverFeatures> makesVolumes() {
        if (!offers(PluginCapability.Service.Type.CONTROLLER_SERVICE)) {
            return Step.finished("driver " + name + " has no controller service");
        }
        return can(ControllerServiceCapability.RPC.Type.CREATE_DELETE_VOLUME)
                ? Step.ready(this)
                : Step.finished("driver " + name + " does not create and delete volumes");
    }
}
