package io.csi4j.controller.lease;

import io.csi4j.controller.api.Kinds;
import io.csi4j.controller.api.KubeApi;
import io.csi4j.controller.api.ListWatch;
import io.csi4j.controller.api.Reply;
import io.csi4j.controller.api.Selector;
import io.csi4j.controller.api.Watch;
import io.csi4j.controller.api.WatchEvent;
import io.csi4j.controller.storage.Lease;
import io.csi4j.controller.storage.ObjectKey;
import java.time.Duration;

/** A lease of the API server. */
public final class ApiLeases implements LeaseStore {
    /** The server ends a watch after that; within 5 to 10 minutes is what client-go asks for. */
    private static final Duration WATCH_TIME = Duration.ofMinutes(7);
    /** Longer than the minute between two bookmarks. */
    private static final Duration SILENCE = Duration.ofMinutes(2);

    private final KubeApi api;
    private final ObjectKey key;
    private final ListWatch<Lease> watch;

    private ApiLeases(KubeApi api, ObjectKey key) {
        this.api = api;
        this.key = key;
        this.watch = api.listWatch(Kinds.LEASES, new Selector(key.namespace(), "", "metadata.name=" + key.name()));
    }

    /**
     * The lease that the options name. A request takes at most half of the renew deadline, so that a leader whose
     * first try hangs has another one.
     */
    public static LeaseStore of(KubeApi api, LeaseOptions options) {
        Duration deadline = options.timing().renew().dividedBy(2);
        return new ApiLeases(api.within(deadline), new ObjectKey(options.namespace(), options.leaseName()));
    }

    @Override
    public Reply<Lease> read() {
        return api.get(Kinds.LEASES, key);
    }

    @Override
    public Reply<Lease> create(Lease lease) {
        return api.create(Kinds.LEASES, lease);
    }

    @Override
    public Reply<Lease> replace(Lease lease) {
        return api.replace(Kinds.LEASES, lease);
    }

    @Override
    public Reply<Changes> changesAfter(String resourceVersion) {
        return switch (watch.watchFrom(resourceVersion, WATCH_TIME, SILENCE)) {
            case Reply.Found<Watch<Lease>>(Watch<Lease> open) -> new Reply.Found<>(new WatchedLease(open));
            case Reply.Absent<Watch<Lease>>() -> new Reply.Absent<>();
            case Reply.Conflict<Watch<Lease>>(String message) -> new Reply.Conflict<>(message);
            case Reply.Exists<Watch<Lease>>() -> new Reply.Exists<>();
            case Reply.Rejected<Watch<Lease>>(int code, String reason, String message) ->
                new Reply.Rejected<>(code, reason, message);
            case Reply.Unreachable<Watch<Lease>>(String message, Duration retryAfter) ->
                new Reply.Unreachable<>(message, retryAfter);
        };
    }

    private record WatchedLease(Watch<Lease> watch) implements Changes {
        @Override
        public Change next() {
            WatchEvent<Lease> event = watch.next();
            while (event instanceof WatchEvent.Bookmark<Lease>) {
                event = watch.next();
            }
            boolean ended = event instanceof WatchEvent.Ended<Lease> || event instanceof WatchEvent.Failed<Lease>;
            return new Change(event instanceof WatchEvent.Present<Lease>(Lease value) ? value : null, ended);
        }

        @Override
        public void cancel() {
            watch.cancel();
        }

        @Override
        public void close() {
            watch.close();
        }
    }
}
