package io.csi4j.resizer.modify;

import io.csi4j.controller.storage.Claim;
import io.csi4j.controller.storage.ObjectKey;
import io.csi4j.controller.storage.Volume;
import io.csi4j.controller.storage.VolumeAttributesClass;
import io.csi4j.controller.watch.Store;
import io.csi4j.controller.work.KeyLocks;
import io.csi4j.controller.work.Next;
import io.csi4j.controller.work.Reconciler;
import io.csi4j.controller.work.SlowSet;
import io.csi4j.resizer.claim.ClaimEvents;
import io.csi4j.resizer.claim.Cluster;
import io.csi4j.resizer.claim.Driver;
import io.csi4j.resizer.claim.Ownership;
import io.csi4j.resizer.claim.Step;
import io.csi4j.resizer.status.ClaimEdit;
import io.csi4j.resizer.status.ModificationMarks;
import io.csi4j.resizer.status.ModificationMarks.Failure;
import io.csi4j.resizer.status.ModifyStep;
import io.csi4j.sidecar.csi.GrpcText;
import io.csi4j.sidecar.launch.Ticker;
import io.csi4j.sidecar.log.Log;
import io.csi4j.spec.v1.ControllerModifyVolumeRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Applies VolumeAttributesClasses to the volumes of claims (contract external-resizer.md, section 7); keys are claim
 * UIDs. The only place that writes a modification's events and decides when a claim is looked at again. Mutable: knows
 * which calls may still run and which classes are infeasible.
 */
public final class ModifyReconciler implements Reconciler<String> {
    private static final Log log = Log.of(ModifyReconciler.class);

    private static final String MODIFY = "VolumeModify";
    private static final String SUCCESSFUL = "VolumeModifySuccessful";
    private static final String FAILED = "VolumeModifyFailed";
    private static final String CANCELED = "VolumeModifyCanceled";

    private final Cluster cluster;
    private final Store<VolumeAttributesClass> classes;
    private final Driver driver;
    private final Tools tools;
    private final Rules rules;
    private final Set<String> uncertain = ConcurrentHashMap.newKeySet();
    private final SlowSet<String> infeasible;

    /**
     * What the flags ask for.
     *
     * @param names whether claim and volume names go to the driver
     * @param rest how long an infeasible class is not tried again
     */
    public record Rules(boolean names, Duration rest) {}

    /** @param locks shared with whoever else works on the claim, by claim UID: one at a time */
    public record Tools(ClaimEvents events, KeyLocks<String> locks, Ticker ticker) {}

    public ModifyReconciler(
            Cluster cluster, Store<VolumeAttributesClass> classes, Driver driver, Tools tools, Rules rules) {
        this.cluster = cluster;
        this.classes = classes;
        this.driver = driver;
        this.tools = tools;
        this.rules = rules;
        this.infeasible = new SlowSet<>(rules.rest(), tools.ticker());
    }

    /** A claim this process has not seen before: a call of the process before may still run. */
    public void claimAppeared(Claim claim) {
        if (ModifyStep.isInProgress(claim)) {
            uncertain.add(claim.uid());
        }
    }

    /** The claim is gone: nothing of it is remembered. */
    public void claimVanished(String uid) {
        uncertain.remove(uid);
        infeasible.remove(uid);
        tools.events().forget(uid);
    }

    @Override
    public Next reconcile(String uid) throws InterruptedException {
        try (var _ = tools.locks().hold(uid)) {
            var claim = cluster.claims().byUid(uid).filter(Ownership::isBound);
            // An in-tree volume has no class, even if a CSI driver serves it now.
            var volume = claim.flatMap(cluster::volumeOf).filter(found -> found.isOf(driver.name()));
            // A claim of another driver, or one whose volume comes later and wakes it then.
            return claim.isPresent() && volume.isPresent() ? judge(claim.get(), volume.get()) : Next.forget();
        }
    }

    private Next judge(Claim claim, Volume volume) {
        if (!ModifyStep.isUnchanged(claim)) {
            infeasible.remove(claim.uid());
        } else if (infeasible.contains(claim.uid())) {
            return Next.after(infeasible.timeRemaining(claim.uid()), "infeasible a short time ago");
        }
        return switch (ModifyStep.of(claim, uncertain.contains(claim.uid()))) {
            case ModifyStep.Nothing _ -> Next.forget();
            case ModifyStep.Cancel _ -> cancel(claim);
            case ModifyStep.Repeat(var target) -> repeat(claim, volume, target);
            case ModifyStep.Begin(var target) -> begin(claim, volume, target);
        };
    }

    private Next cancel(Claim claim) {
        tools.events().normal(claim, CANCELED, "the claim no longer asks for the VolumeAttributesClass");
        return after(claim, cluster.write(ModificationMarks.canceled(claim, now())));
    }

    private Next repeat(Claim claim, Volume volume, String target) {
        var wanted = find(target);
        if (wanted.isEmpty()) {
            String message = missing(target);
            tools.events().failed(claim, FAILED, message);
            return backoff(claim, message, false);
        }
        return attempt(claim, volume, wanted.get());
    }

    private Next begin(Claim claim, Volume volume, String target) {
        var wanted = find(target);
        if (wanted.isEmpty()) {
            // Its appearance wakes the claim.
            tools.events().failed(claim, FAILED, missing(target));
            return after(claim, cluster.write(ModificationMarks.pending(claim, now())));
        }
        ClaimEdit edit = ModificationMarks.started(claim, target, now());
        return switch (cluster.write(edit)) {
            case Step.Blocked<Claim>(var message, var conflict) -> backoff(claim, message, conflict);
            case Step.Ready<Claim>(var marked) -> {
                if (!edit.isEmpty()) {
                    tools.events().begins(marked, MODIFY, "applying VolumeAttributesClass " + target);
                }
                yield attempt(marked, volume, wanted.get());
            }
        };
    }

    /** The class of that name; one of another driver is as good as none. */
    private Optional<VolumeAttributesClass> find(String name) {
        return classes.get(ObjectKey.cluster(name))
                .filter(found -> found.driverName().equals(driver.name()));
    }

    private String missing(String name) {
        return classes.get(ObjectKey.cluster(name))
                .map(other -> "VolumeAttributesClass " + name + " is of driver " + other.driverName() + ", not of "
                        + driver.name())
                .orElse("VolumeAttributesClass " + name + " not found");
    }

    private Next attempt(Claim claim, Volume volume, VolumeAttributesClass wanted) {
        var modification = modify(claim, volume, wanted);
        Claim now = cluster.latest(claim);
        return switch (modification) {
            case Modification.Done _ -> applied(now, volume, wanted.name());
            case Modification.Failed failed -> failed(now, wanted.name(), failed);
            case Modification.NotTried(var message) -> backoff(now, message, false);
        };
    }

    private Modification modify(Claim claim, Volume volume, VolumeAttributesClass wanted) {
        var parameters =
                rules.names() ? ModifyRequest.withNames(wanted.parameters(), claim, volume) : wanted.parameters();
        var request = cluster.secret(ModifyRequest.secret(volume))
                .then(secrets -> ModifyRequest.of(volume, parameters, secrets));
        return switch (request) {
            case Step.Ready<ControllerModifyVolumeRequest>(var ready) -> Modification.of(driver.modify(ready));
            case Step.Blocked<ControllerModifyVolumeRequest>(var message, var conflict) ->
                new Modification.NotTried(message);
        };
    }

    /** The volume first: a claim that says so must be right. */
    private Next applied(Claim claim, Volume volume, String target) {
        var written = cluster.write(volume, ofClass(volume, target))
                .then(_ -> cluster.write(ModificationMarks.applied(claim, target, now())));
        if (written instanceof Step.Ready<Claim>) {
            uncertain.remove(claim.uid());
            log.info("volume modified", "claim", claim.key(), "volume", volume.name(), "class", target);
            tools.events().forget(claim.uid());
            tools.events().normal(claim, SUCCESSFUL, "VolumeAttributesClass " + target + " is in force");
        }
        return after(claim, written);
    }

    private static Map<String, @Nullable Object> ofClass(Volume volume, String target) {
        return target.equals(volume.spec().volumeAttributesClassName())
                ? Map.of()
                : Map.of(
                        "metadata", Map.of("uid", volume.uid()),
                        "spec", Map.of("volumeAttributesClassName", target));
    }

    private Next failed(Claim claim, String target, Modification.Failed failed) {
        if (failed.failure() == Failure.UNCERTAIN) {
            uncertain.add(claim.uid());
        } else {
            uncertain.remove(claim.uid());
        }
        var edit = ModificationMarks.failed(claim, target, failed.failure(), failed.reason(), now());
        if (cluster.write(edit) instanceof Step.Blocked<Claim>(var problem, var conflict)) {
            return backoff(claim, problem, conflict);
        }
        String message = "VolumeAttributesClass " + target + ": " + GrpcText.of(failed.status());
        tools.events().failed(claim, FAILED, message);
        if (failed.failure() == Failure.INFEASIBLE) {
            infeasible.add(claim.uid(), "");
            log.error(null, "claim is not modified", "claim", claim.key(), "reason", message);
            return Next.after(infeasible.timeRemaining(claim.uid()), message);
        }
        return backoff(claim, message, false);
    }

    private static Next after(Claim claim, Step<Claim> written) {
        return written instanceof Step.Blocked<Claim>(var message, var conflict)
                ? backoff(claim, message, conflict)
                : Next.forget();
    }

    /** @param conflict somebody else wrote in between: no fault */
    private static Next backoff(Claim claim, String message, boolean conflict) {
        if (conflict) {
            log.info("claim has changed meanwhile, trying again", "claim", claim.key(), "reason", message);
        } else {
            log.error(null, "claim is not modified", "claim", claim.key(), "reason", message);
        }
        return Next.backoff(message);
    }

    private Instant now() {
        return tools.ticker().now();
    }
}
