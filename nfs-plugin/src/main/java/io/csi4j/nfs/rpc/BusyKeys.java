package io.csi4j.nfs.rpc;

import io.grpc.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The operations that run, by key; a second one on the same key is turned away, never queued. Mutable. */
public final class BusyKeys {
    private final Set<String> busy = ConcurrentHashMap.newKeySet();

    /** Ends the hold. */
    public interface Hold extends AutoCloseable {
        @Override
        void close();
    }

    /**
     * Takes all keys or none.
     *
     * @param id what the text names
     * @throws Refused with ABORTED and upstream's text if one is taken (contract 2.2)
     */
    public Hold hold(String id, List<String> keys) throws Refused {
        List<String> taken = new ArrayList<>(keys.size());
        for (String key : keys) {
            if (busy.add(key)) {
                taken.add(key);
            } else if (!taken.contains(key)) {
                taken.forEach(busy::remove);
                throw new Refused(Status.Code.ABORTED, "operation with the given Volume ID " + id + " already exists");
            }
        }
        return () -> taken.forEach(busy::remove);
    }
}
