package io.csi4j.controller.lease;

import io.csi4j.controller.api.Reply;
import io.csi4j.controller.storage.Lease;
import java.util.Optional;

/** Where one lease is kept. */
public interface LeaseStore {
    Reply<Lease> read();

    Reply<Lease> create(Lease lease);

    /** @return {@code Conflict} if the lease is no longer at that resource version */
    Reply<Lease> replace(Lease lease);

    /** Opens a watch on what comes after that resource version. */
    Reply<Changes> changesAfter(String resourceVersion);

    /** One running watch; read by one thread, closed by any. */
    interface Changes extends AutoCloseable {
        /** Waits for the next change. */
        Change next();

        @Override
        void close();
    }

    /**
     * What a watch tells.
     *
     * @param lease its new state; empty if it was deleted or the watch ended
     * @param ended nothing more comes
     */
    record Change(Optional<Lease> lease, boolean ended) {}
}
