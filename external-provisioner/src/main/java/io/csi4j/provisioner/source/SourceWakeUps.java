package io.csi4j.provisioner.source;

import io.csi4j.controller.storage.Claim;
import io.csi4j.controller.storage.ReferenceGrant;
import io.csi4j.controller.storage.Snapshot;
import io.csi4j.controller.watch.Change;
import io.csi4j.controller.watch.Index;
import io.csi4j.controller.watch.Store;
import io.csi4j.controller.work.WorkQueue;
import io.csi4j.provisioner.request.ContentSource;
import java.util.Collection;
import java.util.Objects;

/** Which change of a source makes the claims that wait for it worth another look, before their backoff is over. */
public final class SourceWakeUps {
    private final Index<Claim> bySource;
    private final Index<Claim> byForeignNamespace;
    private final WorkQueue<String> queue;

    /**
     * @param bySource by {@link Usage#terms}
     * @param byForeignNamespace by {@link ContentSource#foreignNamespace}
     * @param queue of claim UIDs
     */
    public SourceWakeUps(Index<Claim> bySource, Index<Claim> byForeignNamespace, WorkQueue<String> queue) {
        this.bySource = bySource;
        this.byForeignNamespace = byForeignNamespace;
        this.queue = queue;
    }

    public void subscribe(Store<Claim> claims, SnapshotWatch snapshots, GrantWatch grants) {
        claims.subscribe(this::claimChanged);
        snapshots.snapshots.subscribe(this::snapshotChanged);
        grants.grants.subscribe(this::grantChanged);
    }

    /** A source claim that leaves the store has most often been bound. */
    private void claimChanged(Change<Claim> change) {
        boolean matters = switch (change) {
            case Change.Added<Claim> _, Change.Deleted<Claim> _ -> true;
            case Change.Updated<Claim>(var before, var now) ->
                !before.status().phase().equals(now.status().phase());
        };
        if (matters) {
            wake(bySource.find(new ContentSource.FromClaim(change.latest().key()).toString()));
        }
    }

    /** Our own finalizer is no news, nor is a snapshot that comes into sight by it. */
    private void snapshotChanged(Change<Snapshot> change) {
        boolean matters = switch (change) {
            case Change.Added<Snapshot>(var now) -> !SnapshotWatch.isProtected(now);
            case Change.Updated<Snapshot>(var before, var now) -> !isSame(before, now);
            case Change.Deleted<Snapshot> _ -> false;
        };
        if (matters) {
            wake(bySource.find(new ContentSource.FromSnapshot(change.latest().key()).toString()));
        }
    }

    private static boolean isSame(Snapshot before, Snapshot now) {
        return Objects.equals(before.readyToUse(), now.readyToUse())
                && Objects.equals(before.contentName(), now.contentName())
                && Objects.equals(before.restoreSize(), now.restoreSize());
    }

    private void grantChanged(Change<ReferenceGrant> change) {
        if (!(change instanceof Change.Deleted<ReferenceGrant>)) {
            wake(byForeignNamespace.find(change.latest().meta().key().namespace()));
        }
    }

    private void wake(Collection<Claim> waiting) {
        waiting.forEach(claim -> queue.add(claim.uid()));
    }
}
