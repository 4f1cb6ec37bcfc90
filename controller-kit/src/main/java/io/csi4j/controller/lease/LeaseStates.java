package io.csi4j.controller.lease;

import io.csi4j.controller.storage.Lease;
import io.csi4j.controller.storage.Meta;
import io.csi4j.controller.storage.ObjectKey;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes the states of a lease that we write; pure. */
final class LeaseStates {
    /** Kubernetes' MicroTime: always six digits. */
    private static final DateTimeFormatter MICROS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);
    /** A released lease is free at once for whoever looks at the holder, and in a second for whoever does not. */
    private static final int RELEASED_SECONDS = 1;

    private final LeaseOptions options;

    LeaseStates(LeaseOptions options) {
        this.options = options;
    }

    /** Ours from now on; our own lease keeps its term, any other change of holder is counted. */
    Lease held(@Nullable Lease before, Instant now) {
        String time = MICROS.format(now);
        int seconds = Math.toIntExact(options.timing().lease().toSeconds());
        if (before == null) {
            Meta meta = Meta.ofNew(new ObjectKey(options.namespace(), options.leaseName()));
            return new Lease(meta, options.labels(), List.of(), options.identity(), seconds, time, time, 0);
        }
        boolean ours = before.holder().equals(options.identity());
        return new Lease(
                before.meta(),
                labels(before),
                before.owners(),
                options.identity(),
                seconds,
                ours ? before.acquireTime() : time,
                time,
                ours ? before.transitions() : before.transitions() + 1);
    }

    /** Nobody's from now on. */
    Lease released(Lease before, Instant now) {
        String time = MICROS.format(now);
        return new Lease(
                before.meta(), labels(before), before.owners(), "", RELEASED_SECONDS, time, time, before.transitions());
    }

    private Map<String, String> labels(Lease before) {
        Map<String, String> labels = new HashMap<>(before.labels());
        labels.putAll(options.labels());
        return labels;
    }
}
