package io.csi4j.testkit.driver;

import io.csi4j.spec.v1.ControllerServiceCapability;
import io.csi4j.spec.v1.NodeServiceCapability;
import io.csi4j.spec.v1.PluginCapability;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/**
 * What a driver says about itself.
 *
 * @param segments where its node is, by topology key; empty for nowhere in particular
 */
public record DriverTraits(
        String name,
        Set<PluginCapability.Service.Type> services,
        Set<ControllerServiceCapability.RPC.Type> controller,
        Set<NodeServiceCapability.RPC.Type> node,
        Map<String, String> segments) {
    public DriverTraits {
        services = Set.copyOf(services);
        controller = Set.copyOf(controller);
        node = Set.copyOf(node);
        segments = Map.copyOf(segments);
    }

    /** Can create and delete volumes, and nothing else. */
    public static DriverTraits plain(String name) {
        return new DriverTraits(
                name,
                Set.of(PluginCapability.Service.Type.CONTROLLER_SERVICE),
                Set.of(ControllerServiceCapability.RPC.Type.CREATE_DELETE_VOLUME),
                Set.of(),
                Map.of());
    }

    /** Can also do that. */
    public DriverTraits with(ControllerServiceCapability.RPC.Type... more) {
        Set<ControllerServiceCapability.RPC.Type> all = EnumSet.noneOf(ControllerServiceCapability.RPC.Type.class);
        all.addAll(controller);
        all.addAll(Set.of(more));
        return new DriverTraits(name, services, all, node, segments);
    }

    /** Cannot do that. */
    public DriverTraits without(ControllerServiceCapability.RPC.Type... less) {
        Set<ControllerServiceCapability.RPC.Type> all = EnumSet.noneOf(ControllerServiceCapability.RPC.Type.class);
        all.addAll(controller);
        all.removeAll(Set.of(less));
        return new DriverTraits(name, services, all, node, segments);
    }

    /** Serves exactly those services. */
    public DriverTraits serving(PluginCapability.Service.Type... exactly) {
        return new DriverTraits(name, Set.of(exactly), controller, node, segments);
    }

    /** Cares where volumes are, and its node is there. */
    public DriverTraits at(Map<String, String> topology) {
        return new DriverTraits(name, services, controller, node, topology)
                .serving(
                        PluginCapability.Service.Type.CONTROLLER_SERVICE,
                        PluginCapability.Service.Type.VOLUME_ACCESSIBILITY_CONSTRAINTS);
    }
}
