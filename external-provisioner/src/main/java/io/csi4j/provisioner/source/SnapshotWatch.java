package io.csi4j.provisioner.source;

import io.csi4j.controller.api.Kinds;
import io.csi4j.controller.api.KubeApi;
import io.csi4j.controller.api.ListWatch.Page;
import io.csi4j.controller.api.Reply;
import io.csi4j.controller.api.Selector;
import io.csi4j.controller.storage.Finalizers;
import io.csi4j.controller.storage.Snapshot;
import io.csi4j.controller.watch.Reflectors;
import io.csi4j.controller.watch.Store;
import io.csi4j.controller.work.Next;
import io.csi4j.controller.work.Reconciler;
import io.csi4j.provisioner.request.ContentSource;
import io.csi4j.sidecar.log.Log;
import java.time.Duration;
import java.util.Set;

/**
 * Watches snapshots where the cluster has them and we may, and takes the protection off those that nobody restores any
 * more, at once and then every interval (contract 5.1, "Sweep"). One key, {@link #SWEEP}; one worker. Keeps only
 * snapshots that are protected or waited for.
 */
public final class SnapshotWatch implements Reconciler<String>, AutoCloseable {
    public static final String SWEEP = "sweep";

    private static final Log log = Log.of(SnapshotWatch.class);

    /** When to look again whether the cluster has snapshots by now. */
    private static final Duration NEXT_LOOK = Duration.ofMinutes(5);

    private final KubeApi kube;
    private final Usage usage;
    private final Duration interval;
    final Store<Snapshot> snapshots;
    private final Reflectors reflectors = new Reflectors();
    private boolean isWatching;

    /** @param interval between two sweeps; none of them if it is not positive */
    public SnapshotWatch(KubeApi kube, Usage usage, Duration interval) {
        this.kube = kube;
        this.usage = usage;
        this.interval = interval;
        snapshots = Store.of(snapshot -> isProtected(snapshot) || usage.isWanted(sourceOf(snapshot)));
    }

    @Override
    public Next reconcile(String key) {
        return isWatching ? sweep() : begin();
    }

    private Next begin() {
        return switch (kube.resources(Snapshot.GROUP, "v1")) {
            case Reply.Found<Set<String>>(var served) ->
                served.contains(Kinds.SNAPSHOTS.plural()) ? tryList() : nothingThere();
            case Reply.Absent<Set<String>> _ -> nothingThere();
            case Reply.Exists<Set<String>> other -> Next.backoff(other.problem());
            case Reply.Conflict<Set<String>> other -> Next.backoff(other.problem());
            case Reply.Rejected<Set<String>> other -> Next.backoff(other.problem());
            case Reply.Unreachable<Set<String>> other -> Next.backoff(other.problem());
        };
    }

    private static Next nothingThere() {
        log.v(2).info("cluster has no snapshots");
        return Next.after(NEXT_LOOK, "no snapshots in this cluster");
    }

    /** Roles from before the sweep let us read snapshots, but not list them. */
    private Next tryList() {
        var list = kube.listWatch(Kinds.SNAPSHOTS, Selector.ALL).page("", 1, _ -> {});
        if (list instanceof Reply.Rejected<Page>(var code, var reason, var message)) {
            log.warning("snapshots are not watched: neither sweep nor wake-up", "why", message);
            return Next.forget();
        }
        if (!(list instanceof Reply.Found<Page>)) {
            return Next.backoff(list.problem());
        }
        reflectors.start(kube, Kinds.SNAPSHOTS, snapshots);
        isWatching = true;
        return sweep();
    }

    private Next sweep() {
        if (!interval.isPositive()) {
            return Next.forget();
        }
        if (!snapshots.isSynced()) {
            return Next.backoff("snapshots are not listed yet");
        }
        for (Snapshot snapshot : snapshots.all()) {
            if (isProtected(snapshot) && !usage.isNeeded(sourceOf(snapshot)) && Sources.release(kube, snapshot)) {
                log.v(3).info("snapshot released", "snapshot", snapshot.key());
            }
        }
        return Next.after(interval, "next sweep");
    }

    static boolean isProtected(Snapshot snapshot) {
        return snapshot.hasFinalizer(Finalizers.SNAPSHOT_SOURCE);
    }

    private static ContentSource sourceOf(Snapshot snapshot) {
        return new ContentSource.FromSnapshot(snapshot.key());
    }

    @Override
    public void close() {
        reflectors.close();
    }
}
