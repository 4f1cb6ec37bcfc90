package io.csi4j.provisioner.source;

import io.csi4j.controller.api.Kinds;
import io.csi4j.controller.api.KubeApi;
import io.csi4j.controller.storage.ReferenceGrant;
import io.csi4j.controller.watch.Index;
import io.csi4j.controller.watch.Reflectors;
import io.csi4j.controller.watch.Store;
import io.csi4j.provisioner.request.Step;
import java.util.List;

/**
 * The ReferenceGrants of the cluster (contract 5.3); watched only if the gate {@code CrossNamespaceVolumeDataSource} is
 * on. Nobody waits for the store to fill: a cluster without the Gateway API still gets its other claims served.
 */
public final class GrantWatch implements AutoCloseable {
    private final boolean enabled;
    final Store<ReferenceGrant> grants = Store.ofAll();
    private final Index<ReferenceGrant> byNamespace =
            grants.index(grant -> List.of(grant.meta().key().namespace()));
    private final Reflectors reflectors = new Reflectors();

    public GrantWatch(boolean enabled) {
        this.enabled = enabled;
    }

    public void start(KubeApi kube) {
        if (enabled) {
            reflectors.start(kube, Kinds.REFERENCE_GRANTS, grants);
        }
    }

    /** All grants of a namespace. */
    Step<List<ReferenceGrant>> in(String namespace) {
        if (!enabled) {
            return Step.finished(
                    "a data source that names a namespace needs the feature gate" + " CrossNamespaceVolumeDataSource");
        }
        return grants.isSynced()
                ? Step.ready(byNamespace.find(namespace))
                : Step.noChange("the ReferenceGrants of the cluster are not known yet");
    }

    @Override
    public void close() {
        reflectors.close();
    }
}
