package io.csi4j.bench.row;

import io.csi4j.bench.cluster.ApiClient;
import io.csi4j.bench.cluster.Change;
import io.csi4j.bench.cluster.Moments;
import io.csi4j.bench.cluster.Watching;

/** Tells when each candidate first held one lease of the namespace {@code default}. */
final class LeaseWatch implements AutoCloseable {
    private final String lease;
    private final Moments held = new Moments();
    private final Watching watching;

    LeaseWatch(ApiClient api, String lease) {
        this.lease = lease;
        watching = api.watch("/apis/coordination.k8s.io/v1/namespaces/default/leases", this::changed);
    }

    /** The lease of a provisioner (contract common.md, section 7): the driver's name without its points. */
    static LeaseWatch ofProvisioner(ApiClient api, String driver) {
        return new LeaseWatch(api, driver.replace('.', '-'));
    }

    /** When, by the holder's identity. */
    Moments held() {
        return held;
    }

    private void changed(Change change) {
        if (!change.isDeletion() && change.name().equals(lease)) {
            String holder = change.textOf("holderIdentity");
            if (!holder.isEmpty()) {
                held.mark(holder);
            }
        }
    }

    @Override
    public void close() {
        watching.close();
    }
}
