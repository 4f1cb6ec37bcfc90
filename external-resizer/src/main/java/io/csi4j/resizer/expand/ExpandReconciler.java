package io.csi4j.resizer.expand;

import io.csi4j.controller.intree.Translated;
import io.csi4j.controller.intree.Translation;
import io.csi4j.controller.storage.Claim;
import io.csi4j.controller.storage.InTree;
import io.csi4j.controller.storage.Quantity;
import io.csi4j.controller.storage.Volume;
import io.csi4j.controller.work.KeyLocks;
import io.csi4j.controller.work.Next;
import io.csi4j.controller.work.Reconciler;
import io.csi4j.resizer.claim.ClaimEvents;
import io.csi4j.resizer.claim.Cluster;
import io.csi4j.resizer.claim.Driver;
import io.csi4j.resizer.claim.Ownership;
import io.csi4j.resizer.claim.Step;
import io.csi4j.resizer.expand.Expansion.Failure;
import io.csi4j.resizer.status.ClaimEdit;
import io.csi4j.resizer.status.ExpansionMarks;
import io.csi4j.resizer.status.Goal;
import io.csi4j.sidecar.launch.Ticker;
import io.csi4j.sidecar.log.Log;
import io.csi4j.spec.v1.ControllerExpandVolumeRequest;
import java.time.Duration;
import java.time.Instant;

/**
 * Expands the volumes of claims (contract external-resizer.md, sections 3 to 5); keys are claim UIDs. The only place
 * that writes an expansion's events and decides when a claim is looked at again. Mutable: remembers the driver's last
 * word on each claim.
 */
public final class ExpandReconciler implements Reconciler<String> {
    private static final Log log = Log.of(ExpandReconciler.class);

    private static final String RESIZING = "Resizing";
    private static final String FAILED = "VolumeResizeFailed";
    private static final String NODE_REQUIRED = "FileSystemResizeRequired";
    private static final String SUCCESSFUL = "VolumeResizeSuccessful";

    private final Cluster cluster;
    private final Driver driver;
    private final Tools tools;
    private final Rules rules;
    private final InUse inUse;
    private final ExpansionMarks marks;
    private final Verdicts verdicts;

    /**
     * What the flags ask for.
     *
     * @param recovers gate {@code RecoverVolumeExpansionFailure}
     * @param remembersSize gate {@code AnnotateFsResize}
     * @param rest how long an infeasible size is not tried again
     */
    public record Rules(boolean recovers, boolean remembersSize, Duration rest) {}

    /** @param locks shared with whoever else works on the claim, by claim UID: one at a time */
    public record Tools(ClaimEvents events, KeyLocks<String> locks, Ticker ticker) {}

    public ExpandReconciler(Cluster cluster, Driver driver, Tools tools, Rules rules, InUse inUse) {
        this.cluster = cluster;
        this.driver = driver;
        this.tools = tools;
        this.rules = rules;
        this.inUse = inUse;
        this.marks = new ExpansionMarks(rules.recovers());
        this.verdicts = new Verdicts(rules.rest(), tools.ticker());
    }

    /** The claim is gone: nothing of it is remembered. */
    public void claimVanished(String uid) {
        verdicts.forget(uid);
        inUse.unmark(uid);
        tools.events().forget(uid);
    }

    @Override
    public Next reconcile(String uid) throws InterruptedException {
        try (var _ = tools.locks().hold(uid)) {
            var claim = cluster.claims().byUid(uid);
            var volume = claim.flatMap(cluster::volumeOf);
            // A claim of another driver, or one whose volume comes later and wakes it then.
            return claim.isPresent() && volume.isPresent() ? settle(claim.get(), volume.get()) : Next.forget();
        }
    }

    private Next settle(Claim claim, Volume volume) {
        var settled =
                rules.remembersSize() ? cluster.write(volume, VolumeGrowth.settled(volume, claim)) : Step.ready(volume);
        return switch (settled) {
            case Step.Blocked<Volume>(var message, var conflict) -> backoff(claim, message, conflict);
            case Step.Ready<Volume>(var now) -> isWanted(claim) ? aim(claim, now) : Next.forget();
        };
    }

    private static boolean isWanted(Claim claim) {
        return Ownership.isBound(claim) && claim.requestedBytes() > claim.capacityBytes();
    }

    private Next aim(Claim claim, Volume volume) {
        var goal = rules.recovers()
                ? Goal.of(claim, volume, driver.canExpand(), verdicts.isFinal(claim.uid()))
                : Goal.withoutRecovery(claim, volume);
        return switch (goal) {
            case Goal.Stop(var reason) -> {
                log.v(4).info("claim left alone", "claim", claim.key(), "reason", reason);
                yield Next.forget();
            }
            case Goal.Expand(var size) -> {
                Duration rest = size.equals(claim.status().allocated()) ? verdicts.restOf(claim.uid()) : Duration.ZERO;
                yield rules.recovers() && rest.isPositive()
                        ? Next.after(rest, "infeasible a short time ago")
                        : begin(claim, volume, size);
            }
        };
    }

    private Next begin(Claim claim, Volume volume, Quantity size) {
        ClaimEdit edit = marks.started(claim, size, now());
        return switch (cluster.write(edit)) {
            case Step.Blocked<Claim>(var message, var conflict) -> backoff(claim, message, conflict);
            case Step.Ready<Claim>(var marked) -> {
                if (inUse.holdsBack(marked)) {
                    yield failed(marked, volume, "the volume is in use, waiting for its pods to end");
                }
                if (!edit.isEmpty()) {
                    tools.events().begins(marked, RESIZING, "resizing volume " + volume.name() + " to " + size);
                }
                yield attempt(marked, volume, size);
            }
        };
    }

    private Next attempt(Claim claim, Volume volume, Quantity size) {
        inUse.unmark(claim.uid());
        var expansion = expand(volume, size);
        Claim now = cluster.latest(claim);
        return switch (expansion) {
            case Expansion.Done done -> expanded(now, volume, done);
            case Expansion.Failed(var failure, var message) -> refused(now, volume, failure, message);
        };
    }

    private Expansion expand(Volume volume, Quantity size) {
        if (!driver.canExpand()) {
            return new Expansion.Done(size, true);
        }
        return switch (Translation.of(volume)) {
            case Translated.Impossible(var why) ->
                Expansion.notFinal("volume " + volume.name() + " cannot be told to the driver: " + why);
            case Translated.Csi(var spec) ->
                expand(
                        new Volume(volume.meta(), spec, volume.phase()),
                        size,
                        InTree.isMigratable(volume.spec().source()));
        };
    }

    private Expansion expand(Volume volume, Quantity size, boolean migrated) {
        var secret =
                volume.csi().map(source -> source.secrets().controllerExpand()).orElse(null);
        var request =
                cluster.secret(secret).then(secrets -> ExpandRequest.of(volume, size, secrets, driver.knowsWriters()));
        return switch (request) {
            case Step.Ready<ControllerExpandVolumeRequest>(var ready) ->
                Expansion.of(driver.expand(ready, migrated), size);
            case Step.Blocked<ControllerExpandVolumeRequest>(var message, var conflict) -> Expansion.notFinal(message);
        };
    }

    private Next refused(Claim claim, Volume volume, Failure failure, String message) {
        verdicts.failed(claim.uid(), failure);
        if (failure == Failure.IN_USE) {
            inUse.mark(claim.uid());
        }
        if (failure != Failure.UNCERTAIN) {
            var edit = marks.refused(claim, failure == Failure.INFEASIBLE, message, now());
            if (cluster.write(edit) instanceof Step.Blocked<Claim>(var problem, var conflict)) {
                log.error(null, "verdict not written", "claim", claim.key(), "reason", problem);
            }
        }
        Next next = failed(claim, volume, message);
        Duration rest = verdicts.restOf(claim.uid());
        return rules.recovers() && rest.isPositive() ? Next.after(rest, message) : next;
    }

    private Next expanded(Claim claim, Volume volume, Expansion.Done done) {
        verdicts.forget(claim.uid());
        var written = cluster.write(volume, VolumeGrowth.grown(volume, claim, done, rules.remembersSize()))
                .then(_ -> cluster.write(
                        done.onNode() ? marks.pendingOnNode(claim, now()) : marks.finished(claim, done.size(), now())));
        return switch (written) {
            case Step.Ready<Claim>(var marked) -> {
                told(marked, volume, done);
                yield Next.forget();
            }
            case Step.Blocked<Claim>(var message, var conflict) ->
                conflict ? backoff(claim, message, true) : failed(claim, volume, message);
        };
    }

    private void told(Claim claim, Volume volume, Expansion.Done done) {
        log.info(
                "volume expanded",
                "claim",
                claim.key(),
                "volume",
                volume.name(),
                "bytes",
                done.size().bytes());
        tools.events().forget(claim.uid());
        if (done.onNode()) {
            tools.events().normal(claim, NODE_REQUIRED, "the node has to expand volume " + volume.name());
        } else {
            tools.events().normal(claim, SUCCESSFUL, "volume " + volume.name() + " has " + done.size() + " now");
        }
    }

    private Next failed(Claim claim, Volume volume, String message) {
        tools.events()
                .failed(
                        claim,
                        FAILED,
                        "resize of volume " + volume.name() + " by " + driver.name() + " failed: " + message);
        return backoff(claim, message, false);
    }

    /** @param conflict somebody else wrote in between: no fault */
    private static Next backoff(Claim claim, String message, boolean conflict) {
        if (conflict) {
            log.info("claim has changed meanwhile, trying again", "claim", claim.key(), "reason", message);
        } else {
            log.error(null, "claim is not expanded yet", "claim", claim.key(), "reason", message);
        }
        return Next.backoff(message);
    }

    private Instant now() {
        return tools.ticker().now();
    }
}
