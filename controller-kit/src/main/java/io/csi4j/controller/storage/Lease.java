package io.csi4j.controller.storage;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A Lease: who leads, as of when, and for how long.
 *
 * @param labels whole, because an update replaces them
 * @param owners whole, because an update replaces them
 * @param holder empty if nobody
 * @param durationSeconds null if never set
 * @param acquireTime RFC 3339 with microseconds, empty if never set
 * @param renewTime RFC 3339 with microseconds, empty if never set
 * @param transitions how often the holder changed
 */
public record Lease(
        Meta meta,
        Map<String, String> labels,
        List<Owner> owners,
        String holder,
        @Nullable Integer durationSeconds,
        String acquireTime,
        String renewTime,
        int transitions)
        implements KubeObject {
    public Lease {
        labels = Map.copyOf(labels);
        owners = List.copyOf(owners);
    }
}
