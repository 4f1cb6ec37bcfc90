package io.csi4j.provisioner.claim;

import io.csi4j.controller.api.Kinds;
import io.csi4j.controller.api.MetaEdit;
import io.csi4j.controller.api.Reply;
import io.csi4j.controller.storage.Annotations;
import io.csi4j.controller.storage.Claim;
import io.csi4j.controller.storage.ObjectKey;
import io.csi4j.controller.storage.StorageClass;
import io.csi4j.controller.storage.Volume;
import io.csi4j.controller.work.KeyLocks;
import io.csi4j.controller.work.Next;
import io.csi4j.controller.work.Reconciler;
import io.csi4j.controller.work.SlowSet;
import io.csi4j.provisioner.claim.Eligibility.Verdict;
import io.csi4j.provisioner.claim.ProvisionAttempt.Result;
import io.csi4j.provisioner.ownership.NodeOwnership;
import io.csi4j.provisioner.request.ContentSource;
import io.csi4j.provisioner.request.CreateRequest;
import io.csi4j.provisioner.request.State;
import io.csi4j.provisioner.request.Step;
import io.csi4j.provisioner.volume.VolumeSaver;
import io.csi4j.sidecar.log.Log;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/**
 * Brings claims their volumes; keys are claim UIDs. The only place that writes a claim's events and decides when it is
 * looked at again (contract 3.1 and 7.2). Mutable: knows which claims are in progress, which are infeasible and which
 * look stale.
 */
public final class ClaimReconciler implements Reconciler<String> {
    private static final Log log = Log.of(ClaimReconciler.class);

    /** How long an infeasible claim rests; upstream's constant, whatever {@code --retry-interval-max} says. */
    private static final Duration INFEASIBLE_REST = Duration.ofMinutes(5);

    private final Setup setup;
    private final Cluster cluster;
    private final VolumeSaver saver;
    private final ClaimReporting reporting;
    private final KeyLocks<String> locks;
    private final ClaimsInProgress inProgress;
    private final SlowSet<String> infeasible;
    private final Set<String> suspects = ConcurrentHashMap.newKeySet();

    /** @param locks shared with whoever deletes volumes: one volume is never made and deleted at once */
    public ClaimReconciler(
            Setup setup, Cluster cluster, VolumeSaver saver, ClaimReporting reporting, KeyLocks<String> locks) {
        this.setup = setup;
        this.cluster = cluster;
        this.saver = saver;
        this.reporting = reporting;
        this.locks = locks;
        this.inProgress = setup.inProgress();
        this.infeasible = new SlowSet<>(INFEASIBLE_REST, setup.ticker());
    }

    /**
     * The claim's volume is gone from the store, but the claim still looks unbound: the store may be behind, so the
     * claim must be read anew before it gets another volume (issue 1469).
     */
    public void suspect(String claimUid) {
        suspects.add(claimUid);
    }

    /** The claim is gone from the store, bound or deleted; a call in progress goes on. */
    public void claimVanished(String claimUid) {
        suspects.remove(claimUid);
        infeasible.remove(claimUid);
        setup.marks().forget(claimUid);
        var ownership = setup.ownership();
        if (ownership != null) {
            ownership.forget(claimUid);
        }
    }

    @Override
    public Next reconcile(String uid) throws InterruptedException {
        // The store also keeps claims that others copy from, whoever they ask.
        Optional<Claim> known = cluster.claims().byUid(uid).filter(claim -> Eligibility.isOurs(driver(), claim));
        known.filter(setup.marks()::isFound)
                .ifPresent(found -> inProgress.put(Marker.unbound(found), Marker.read(found)));
        if (known.filter(this::isSettled).isPresent()) {
            return settle(known.get());
        }
        Optional<Claim> claim =
                known.filter(open -> Eligibility.isOpen(driver(), open)).or(() -> inProgress.claim(uid));
        return claim.isPresent() ? reconcile(claim.get()) : Next.forget();
    }

    /** Whether the claim is marked for a call that has ended for good: its volume is saved, or will never be. */
    private boolean isSettled(Claim claim) {
        return Marker.isOn(claim)
                && (isSaved(volumeName(claim), claim)
                        || (claim.isDeleting() && inProgress.claim(claim.uid()).isEmpty()));
    }

    private boolean isSaved(String volumeName, Claim claim) {
        return claim.spec().volumeName().equals(volumeName) || isInStore(volumeName, claim);
    }

    private boolean isInStore(String volumeName, Claim claim) {
        return cluster.volumes()
                .get(ObjectKey.cluster(volumeName))
                .map(volume -> volume.spec().claimRef())
                .filter(reference -> reference.uid().equals(claim.uid()))
                .isPresent();
    }

    private Next settle(Claim claim) {
        inProgress.remove(claim.uid());
        String problem = setup.marks().clear(claim);
        return problem.isEmpty() ? Next.forget() : Next.backoff(problem);
    }

    private Next reconcile(Claim claim) throws InterruptedException {
        String volumeName = volumeName(claim);
        try (var _ = locks.hold(volumeName)) {
            return judge(claim, name -> volumeExists(name) || volumeExists(volumeName));
        }
    }

    private Next judge(Claim claim, Predicate<String> volumeExists) {
        return switch (Eligibility.of(claim, driver(), this::storageClass, volumeExists)) {
            case Verdict.Ignored(var reason) -> ignored(claim, reason);
            case Verdict.ClassMissing(var name) -> {
                reporting.metrics().failed(claim);
                log.error(null, "claim waits for its class", "claim", claim.key(), "class", name);
                yield Next.backoff("storage class " + name + " not found");
            }
            case Verdict.Taken(var storageClass, var node) ->
                infeasible.contains(claim.uid(), storageClass.uid())
                        ? Next.after(infeasible.timeRemaining(claim.uid()), "infeasible a short time ago")
                        : provisionIfOurs(claim, storageClass, node);
        };
    }

    private Next provisionIfOurs(Claim claim, StorageClass storageClass, String node) {
        var ownership = setup.ownership();
        if (ownership == null) {
            return provision(claim, storageClass, node);
        }
        var asOurs =
                new ProvisionAttempt(setup, claim, storageClass, ownership.node(), inProgress.remembered(claim.uid()));
        return switch (ownership.of(claim, storageClass, asOurs::prepare)) {
            case NodeOwnership.Answer.Ours() -> provision(claim, storageClass, node);
            case NodeOwnership.Answer.NotOurs(var reason) -> ignored(claim, reason);
            case NodeOwnership.Answer.Later(var delay, var reason) -> Next.after(delay, reason);
            case NodeOwnership.Answer.Failed(var obstacle) -> {
                reporting.failed(claim, CreateFailure.of(obstacle));
                yield Next.backoff(obstacle.message());
            }
        };
    }

    private static Next ignored(Claim claim, String reason) {
        log.v(5).info("claim ignored", "claim", claim.key(), "reason", reason);
        return Next.forget();
    }

    private Next provision(Claim claim, StorageClass storageClass, String node) {
        if (isStale(claim)) {
            return Next.backoff("the claim is not what it was");
        }
        reporting.provisioning(claim);
        if (isPopulators(claim)) {
            reporting.leftToPopulator(claim);
            return Next.forget();
        }
        return attempt(claim, storageClass, node);
    }

    private boolean isPopulators(Claim claim) {
        return ContentSource.of(claim, source -> setup.sources().reach(claim, source))
                instanceof Step.Ready<ContentSource>(ContentSource.FromPopulator _);
    }

    private Next attempt(Claim claim, StorageClass storageClass, String node) {
        long start = setup.ticker().nanoTime();
        var remembered = inProgress.remembered(claim.uid());
        return switch (new ProvisionAttempt(setup, claim, storageClass, node, remembered).run()) {
            case Result.Made(var volume) ->
                made(claim, volume, Duration.ofNanos(setup.ticker().nanoTime() - start));
            case Result.Failed(var failure, var found) -> failed(claim, storageClass, failure, found);
        };
    }

    private Next made(Claim claim, Volume volume, Duration took) {
        inProgress.remove(claim.uid());
        setup.sources().release(claim);
        reporting.metrics().provisioned(claim, took);
        reporting.hints().made(volume);
        log.v(3).info("volume made", "claim", claim.key(), "volume", volume.name(), "bytes", volume.capacityBytes());
        boolean isThere = cluster.claims().byUid(claim.uid()).isPresent();
        saver.save(volume, () -> {
            if (isThere) {
                reporting.succeeded(claim, volume);
            }
        });
        return Next.forget();
    }

    private Next failed(Claim claim, StorageClass storageClass, CreateFailure failure, Remembered remembered) {
        State state = failure.obstacle().state();
        String message = failure.obstacle().message();
        log.error(null, "no volume for the claim", "claim", claim.key(), "state", state, "reason", message);
        reporting.failed(claim, failure);
        if (state != State.NO_CHANGE) {
            reporting.hints().failed(storageClass.name());
        }
        switch (state) {
            case IN_BACKGROUND -> inProgress.put(claim, remembered);
            case FINISHED, RESCHEDULE -> ended(claim, failure);
            case NO_CHANGE -> {}
        }
        if (failure.infeasible()) {
            infeasible.add(claim.uid(), storageClass.uid());
            return Next.after(infeasible.timeRemaining(claim.uid()), message);
        }
        return state == State.RESCHEDULE && isUnselected(claim) ? Next.forget() : Next.backoff(message);
    }

    /** A marked claim may have a call of an earlier process running, of which a fault before the call says nothing. */
    private void ended(Claim claim, CreateFailure failure) {
        if (failure.asked() || !setup.marks().isMarked(claim)) {
            inProgress.remove(claim.uid());
            setup.marks().clear(claim);
        }
    }

    /** Takes the selected node off the claim, so that the scheduler selects another one; its event brings us back. */
    private boolean isUnselected(Claim claim) {
        if (claim.annotation(Annotations.SELECTED_NODE).isEmpty()) {
            return false;
        }
        var edit = MetaEdit.removeAnnotation(Annotations.SELECTED_NODE);
        var reply = cluster.kube().updateMeta(Kinds.CLAIMS, claim, edit);
        if (reply instanceof Reply.Found<Claim>(var updated)) {
            cluster.claims().put(updated);
            return true;
        }
        log.error(null, "cannot ask for another node", "claim", claim.key(), "reply", reply);
        return false;
    }

    private boolean isStale(Claim claim) {
        if (!suspects.remove(claim.uid())) {
            return false;
        }
        var reply = cluster.kube().get(Kinds.CLAIMS, claim.key());
        boolean isSame = reply instanceof Reply.Found<Claim>(var live)
                && live.uid().equals(claim.uid())
                && live.spec().volumeName().isEmpty();
        if (!isSame) {
            suspects.add(claim.uid());
        }
        return !isSame;
    }

    private boolean volumeExists(String name) {
        return cluster.volumes().get(ObjectKey.cluster(name)).isPresent() || saver.holds(name);
    }

    private Optional<StorageClass> storageClass(String name) {
        return cluster.classes().get(ObjectKey.cluster(name));
    }

    private String volumeName(Claim claim) {
        return switch (CreateRequest.volumeName(claim, setup.rules().request())) {
            case Step.Ready<String>(var name) -> name;
            // No volume will be made either.
            case Step.Blocked<String> _ -> claim.uid();
        };
    }

    private String driver() {
        return setup.driver().name();
    }
}
