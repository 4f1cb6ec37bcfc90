package io.csi4j.controller.lease;

import io.csi4j.controller.api.Reply;
import io.csi4j.controller.storage.Lease;
import org.jspecify.annotations.Nullable;

/** Where one lease is kept. */
public interface LeaseStore {
    Reply<Lease> read();

    Reply<Lease> create(Lease lease);

    /** @return {@code Conflict} if the lease is no longer at that resource version */
    Reply<Lease> replace(Lease lease);

    /** Opens a watch on what comes after that resource version. */
    Reply<Changes> changesAfter(String resourceVersion);

    /** One running watch; read and closed by one thread. */
    interface Changes extends AutoCloseable {
        /** Waits for the next change. */
        Change next();

        /** From any thread: makes {@link #next} end. */
        void cancel();

        @Override
        void close();
    }

    /**
     * What a watch tells.
     *
     * @param lease its new state; null if it was deleted or the watch ended
     * @param ended nothing more comes
     */
    record Change(@Nullable Lease lease, boolean ended) {}
}
