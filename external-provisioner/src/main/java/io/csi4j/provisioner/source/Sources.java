package io.csi4j.provisioner.source;

import io.csi4j.controller.api.Kind;
import io.csi4j.controller.api.Kinds;
import io.csi4j.controller.api.KubeApi;
import io.csi4j.controller.api.MetaEdit;
import io.csi4j.controller.api.Reply;
import io.csi4j.controller.storage.Claim;
import io.csi4j.controller.storage.DataSource;
import io.csi4j.controller.storage.Finalizers;
import io.csi4j.controller.storage.KubeObject;
import io.csi4j.controller.storage.ObjectKey;
import io.csi4j.controller.storage.Snapshot;
import io.csi4j.controller.storage.Volume;
import io.csi4j.provisioner.request.ClaimClone;
import io.csi4j.provisioner.request.ContentSource;
import io.csi4j.provisioner.request.Grants;
import io.csi4j.provisioner.request.Obstacle;
import io.csi4j.provisioner.request.SnapshotRestore;
import io.csi4j.provisioner.request.Step;
import io.csi4j.sidecar.log.Log;
import io.csi4j.spec.v1.VolumeContentSource;

/** Finds what a claim's volume is filled from, and keeps it there until the volume is made (contract section 5). */
public final class Sources {
    private static final Log log = Log.of(Sources.class);

    private static final int FORBIDDEN = 403;

    private final KubeApi kube;
    private final GrantWatch grants;
    private final Usage usage;
    private final boolean keepsMode;

    /** @param keepsMode {@code --prevent-volume-mode-conversion} */
    public Sources(KubeApi kube, GrantWatch grants, Usage usage, boolean keepsMode) {
        this.kube = kube;
        this.grants = grants;
        this.usage = usage;
        this.keepsMode = keepsMode;
    }

    /** Blocked unless the claim may refer to the source, which names a namespace. */
    public Step<DataSource> reach(Claim claim, DataSource source) {
        return grants.in(String.valueOf(source.namespace())).then(found -> Grants.check(claim, source, found));
    }

    /**
     * What the driver is to fill the claim's volume from; by then the source is under protection.
     *
     * @param provisioner of the claim's class
     */
    public Step<VolumeContentSource> content(Claim claim, String provisioner, ContentSource wanted) {
        var content = switch (wanted) {
            case ContentSource.FromSnapshot(var key) -> restored(claim, provisioner, key);
            case ContentSource.FromClaim(var key) -> cloned(claim, provisioner, key);
            case ContentSource.Nothing _, ContentSource.FromPopulator _ ->
                Step.<VolumeContentSource>noChange("nothing to fill the volume from");
        };
        return content instanceof Step.Blocked<VolumeContentSource>(Obstacle(var state, var why))
                ? new Step.Blocked<>(new Obstacle(state, "cannot use data source " + wanted + ": " + why))
                : content;
    }

    private Step<VolumeContentSource> restored(Claim claim, String provisioner, ObjectKey key) {
        var restore = new SnapshotRestore(claim, provisioner, keepsMode);
        return read(Kinds.SNAPSHOTS, key)
                .then(snapshot -> SnapshotRestore.contentOf(snapshot)
                        .then(name -> read(Kinds.SNAPSHOT_CONTENTS, ObjectKey.cluster(name)))
                        .then(content -> restore.from(snapshot, content))
                        .then(content -> protect(snapshot).then(_ -> {
                            tellIfToGrow(restore, claim, snapshot);
                            return Step.ready(content);
                        })));
    }

    /** All that is done about a claim that is larger than its snapshot (contract 5.1). */
    private static void tellIfToGrow(SnapshotRestore restore, Claim claim, Snapshot snapshot) {
        if (restore.isToGrow(snapshot)) {
            log.warning(
                    "claim is larger than its snapshot, the driver must make the volume grow",
                    "claim",
                    claim.key(),
                    "bytes",
                    claim.requestedBytes(),
                    "snapshot",
                    snapshot.key());
        }
    }

    private Step<VolumeContentSource> cloned(Claim claim, String provisioner, ObjectKey key) {
        return read(Kinds.CLAIMS, key).then(source -> {
            var clone = new ClaimClone(claim, source);
            return clone.volumeName()
                    .then(name -> volume(clone, provisioner, name, source))
                    .then(clone::from)
                    .then(content -> protect(source).then(_ -> Step.ready(content)));
        });
    }

    /** One text for all that may be wrong with the volume: see {@link ClaimClone#checked}. */
    private Step<Volume> volume(ClaimClone clone, String provisioner, String name, Claim source) {
        var step = read(Kinds.VOLUMES, ObjectKey.cluster(name)).then(volume -> clone.checked(volume, provisioner));
        if (step instanceof Step.Blocked<Volume>(var obstacle)) {
            log.error(
                    null,
                    "volume of the source claim cannot be cloned",
                    "claim",
                    source.key(),
                    "volume",
                    name,
                    "reason",
                    obstacle.message());
            return Step.noChange("the volume of the source claim cannot be cloned");
        }
        return step;
    }

    private Step<Claim> protect(Claim source) {
        if (source.hasFinalizer(Finalizers.CLONE_SOURCE)) {
            return Step.ready(source);
        }
        var edit = MetaEdit.addFinalizer(Finalizers.CLONE_SOURCE);
        return step(kube.updateMeta(Kinds.CLAIMS, source, edit), "protect the source claim");
    }

    /** Clusters whose role lets us read snapshots only are served all the same. */
    private Step<Snapshot> protect(Snapshot snapshot) {
        if (snapshot.hasFinalizer(Finalizers.SNAPSHOT_SOURCE)) {
            return Step.ready(snapshot);
        }
        var reply = kube.updateMeta(Kinds.SNAPSHOTS, snapshot, MetaEdit.addFinalizer(Finalizers.SNAPSHOT_SOURCE));
        if (reply instanceof Reply.Rejected<Snapshot>(int code, var reason, var message) && code == FORBIDDEN) {
            log.warning("snapshot is not protected while it is restored", "snapshot", snapshot.key(), "why", message);
            return Step.ready(snapshot);
        }
        return step(reply, "protect the snapshot");
    }

    /** The claim has its volume: its snapshot may go, unless another claim is filled from it. */
    public void release(Claim claim) {
        ContentSource.named(claim).ifPresent(source -> {
            if (source instanceof ContentSource.FromSnapshot(var key) && !usage.isNeededByOthers(source, claim.uid())) {
                release(key);
            }
        });
    }

    /** Best effort: what stays is for the sweep. */
    private void release(ObjectKey key) {
        if (kube.get(Kinds.SNAPSHOTS, key) instanceof Reply.Found<Snapshot>(var snapshot)
                && snapshot.hasFinalizer(Finalizers.SNAPSHOT_SOURCE)) {
            release(kube, snapshot);
        }
    }

    /** @return whether the finalizer is off, or the snapshot gone */
    static boolean release(KubeApi kube, Snapshot snapshot) {
        var reply = kube.updateMeta(Kinds.SNAPSHOTS, snapshot, MetaEdit.removeFinalizer(Finalizers.SNAPSHOT_SOURCE));
        if (reply instanceof Reply.Found<Snapshot> || reply instanceof Reply.Absent<Snapshot>) {
            return true;
        }
        log.warning("snapshot stays protected for now", "snapshot", snapshot.key(), "reason", reply.problem());
        return false;
    }

    private <T extends KubeObject> Step<T> read(Kind<T> kind, ObjectKey key) {
        return step(kube.get(kind, key), "read " + kind + " " + key);
    }

    private static <T> Step<T> step(Reply<T> reply, String doing) {
        return reply instanceof Reply.Found<T>(var value)
                ? Step.ready(value)
                : Step.noChange("cannot " + doing + ": " + reply.problem());
    }
}
