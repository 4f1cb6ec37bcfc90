package io.csi4j.attacher.request;

import io.csi4j.spec.v1.ControllerServiceCapability.RPC;
import io.csi4j.spec.v1.PluginCapability.Service;
import java.util.Set;

/**
 * What the driver can do, as far as attaching goes (contract 2.2).
 *
 * @param attaches false: every attachment is marked attached and the driver is never called
 * @param readOnly whether a publish may ask for read-only access
 * @param knowsWriters whether it tells single writers on a node from several
 * @param tellsPublished whether it lists which volumes are published where
 */
public record Abilities(boolean attaches, boolean readOnly, boolean knowsWriters, boolean tellsPublished) {
    public static final Abilities NONE = new Abilities(false, false, false, false);

    public static Abilities of(Set<Service.Type> services, Set<RPC.Type> calls) {
        if (!services.contains(Service.Type.CONTROLLER_SERVICE) || !calls.contains(RPC.Type.PUBLISH_UNPUBLISH_VOLUME)) {
            return NONE;
        }
        return new Abilities(
                true,
                calls.contains(RPC.Type.PUBLISH_READONLY),
                calls.contains(RPC.Type.SINGLE_NODE_MULTI_WRITER),
                calls.containsAll(Set.of(RPC.Type.LIST_VOLUMES, RPC.Type.LIST_VOLUMES_PUBLISHED_NODES)));
    }
}
