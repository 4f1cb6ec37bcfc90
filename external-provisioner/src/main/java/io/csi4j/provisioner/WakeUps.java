package io.csi4j.provisioner;

import io.csi4j.controller.storage.Attachment;
import io.csi4j.controller.storage.Claim;
import io.csi4j.controller.storage.CsiNode;
import io.csi4j.controller.storage.Node;
import io.csi4j.controller.storage.ObjectKey;
import io.csi4j.controller.storage.StorageClass;
import io.csi4j.controller.storage.Volume;
import io.csi4j.controller.watch.Change;
import io.csi4j.controller.work.WorkQueue;
import io.csi4j.provisioner.claim.ClaimMarks;
import io.csi4j.provisioner.claim.ClaimReconciler;
import io.csi4j.provisioner.claim.Eligibility;
import io.csi4j.provisioner.volume.VolumeReconciler;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Which change of the cluster makes which claim or volume worth another look: there is no periodic resync. A claim
 * that waits for its class or its node is queued when that appears, a volume that waits for its detachment when the
 * attachment goes.
 */
final class WakeUps {
    private final Watches watches;
    private final WorkQueue<String> claims;
    private final WorkQueue<String> volumes;
    private final ClaimReconciler claimReconciler;
    private final VolumeReconciler volumeReconciler;
    private final boolean servesOneNode;

    /** The two queues and who works them off. */
    record Work(
            WorkQueue<String> claims,
            WorkQueue<String> volumes,
            ClaimReconciler claimReconciler,
            VolumeReconciler volumeReconciler) {}

    /** @param servesOneNode whether claims may wait for room on it */
    WakeUps(Watches watches, Work work, boolean servesOneNode) {
        this.watches = watches;
        this.claims = work.claims();
        this.volumes = work.volumes();
        this.claimReconciler = work.claimReconciler();
        this.volumeReconciler = work.volumeReconciler();
        this.servesOneNode = servesOneNode;
    }

    void subscribe() {
        watches.claims.subscribe(this::claimChanged);
        watches.classes.subscribe(this::classChanged);
        watches.volumes.subscribe(this::volumeChanged);
        watches.attachments.subscribe(this::attachmentChanged);
        watches.csiNodes.subscribe(this::csiNodeChanged);
        watches.nodes.subscribe(this::nodeChanged);
    }

    private void claimChanged(Change<Claim> change) {
        switch (change) {
            case Change.Added<Claim>(var now) -> claims.add(now.uid());
            case Change.Updated<Claim>(var before, var now) -> {
                if (!ClaimMarks.isAllThatChanged(before, now)) {
                    claims.add(now.uid());
                }
            }
            case Change.Deleted<Claim>(var last) -> claimReconciler.claimVanished(last.uid());
        }
    }

    private void classChanged(Change<StorageClass> change) {
        if (!(change instanceof Change.Deleted<StorageClass>)) {
            String name = change.latest().name();
            wake(claim -> Eligibility.classNameOf(claim).equals(name));
        }
    }

    private void volumeChanged(Change<Volume> change) {
        switch (change) {
            case Change.Added<Volume>(var now) -> {
                volumeToldOf(now);
                claimOf(now).filter(ClaimMarks::isOn).ifPresent(claim -> claims.add(claim.uid()));
            }
            case Change.Updated<Volume>(var before, var now) -> volumeToldOf(now);
            case Change.Deleted<Volume>(var last) -> {
                volumeReconciler.volumeVanished(last.name());
                claimOf(last).ifPresent(claim -> {
                    claimReconciler.suspect(claim.uid());
                    claims.add(claim.uid());
                });
                wakeWhoWaitsForRoom();
            }
        }
    }

    /** Most of what happens to a volume asks nothing of us: it is made, bound, and gone in the end. */
    private void volumeToldOf(Volume volume) {
        if (volumeReconciler.isNews(volume)) {
            volumes.add(volume.name());
        }
    }

    private void wakeWhoWaitsForRoom() {
        if (servesOneNode) {
            wake(claim -> Eligibility.selectedNodeOf(claim).isEmpty());
        }
    }

    private Optional<Claim> claimOf(Volume volume) {
        return Optional.ofNullable(volume.spec().claimRef())
                .flatMap(reference -> watches.claims.byUid(reference.uid()));
    }

    private void attachmentChanged(Change<Attachment> change) {
        if (change instanceof Change.Deleted<Attachment>(var last)) {
            Watches.volumeNameOf(last).stream()
                    .filter(name -> watches.volumes.get(ObjectKey.cluster(name)).isPresent())
                    .forEach(volumes::add);
        }
    }

    private void csiNodeChanged(Change<CsiNode> change) {
        switch (change) {
            case Change.Added<CsiNode>(var now) -> wakeOnNode(now.name());
            case Change.Updated<CsiNode>(var before, var now) -> {
                if (!before.drivers().equals(now.drivers())) {
                    wakeOnNode(now.name());
                }
            }
            case Change.Deleted<CsiNode> _ -> {}
        }
    }

    private void nodeChanged(Change<Node> change) {
        switch (change) {
            case Change.Added<Node>(var now) -> wakeOnNode(now.name());
            case Change.Updated<Node>(var before, var now) -> {
                if (!before.labels().equals(now.labels())) {
                    wakeOnNode(now.name());
                }
            }
            case Change.Deleted<Node> _ -> {}
        }
    }

    /** Claims for that node, and those without one, which may wait for any node to appear. */
    private void wakeOnNode(String node) {
        wake(claim -> {
            String selected = Eligibility.selectedNodeOf(claim);
            return selected.isEmpty() || selected.equals(node);
        });
    }

    private void wake(Predicate<Claim> which) {
        watches.claims.all().stream().filter(which).forEach(claim -> claims.add(claim.uid()));
    }
}
