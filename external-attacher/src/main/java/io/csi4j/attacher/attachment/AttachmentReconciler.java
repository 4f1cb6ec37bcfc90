package io.csi4j.attacher.attachment;

import io.csi4j.attacher.request.Problem;
import io.csi4j.attacher.request.Step;
import io.csi4j.controller.storage.Attachment;
import io.csi4j.controller.work.Next;
import io.csi4j.controller.work.Reconciler;
import io.csi4j.sidecar.launch.Ticker;
import io.csi4j.sidecar.log.Log;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Brings attachments to where they shall be; keys are their names. The only place that saves faults and decides when an
 * attachment is looked at again. Mutable: knows which attachments are at work, and which have to be called for whatever
 * their objects say.
 */
public final class AttachmentReconciler implements Reconciler<String> {
    private static final Log log = Log.of(AttachmentReconciler.class);

    private final String driver;
    private final String finalizer;
    private final AttachmentWriter writer;
    private final Attach attach;
    private final Detach detach;
    private final DetachLane lane;
    private final FaultSaver faults;
    private final Set<String> forced = ConcurrentHashMap.newKeySet();
    private final Set<String> atWork = ConcurrentHashMap.newKeySet();

    /**
     * What the flags and the driver's name come to.
     *
     * @param finalizer ours, on attachments and volumes
     * @param fsType of a file system volume that names none; empty leaves it to the driver
     * @param savesCodes whether a fault of an attach carries the driver's code
     * @param workers that work the queue off; one of several is left to attachments that are to be attached
     */
    public record Rules(String finalizer, String fsType, boolean savesCodes, int workers) {}

    public AttachmentReconciler(
            Driver driver, Surroundings surroundings, AttachmentWriter writer, Rules rules, Ticker ticker) {
        this.driver = driver.name();
        this.finalizer = rules.finalizer();
        this.writer = writer;
        this.attach = new Attach(driver, surroundings, writer, rules);
        this.detach = new Detach(driver, surroundings, writer, rules.finalizer());
        this.lane = new DetachLane(rules.workers(), writer::wake);
        this.faults = new FaultSaver(writer, ticker, rules.savesCodes());
    }

    /** The driver's list contradicts the attachment: its next pass calls the driver in any case. */
    public void force(String name) {
        forced.add(name);
    }

    /** Whether a pass over it is running now. */
    public boolean isAtWork(String name) {
        return atWork.contains(name);
    }

    @Override
    public Next reconcile(String name) {
        try {
            return reconcileSeen(name);
        } finally {
            lane.passed(name);
        }
    }

    private Next reconcileSeen(String name) {
        boolean isForced = forced.remove(name);
        Optional<Attachment> seen =
                writer.find(name).filter(found -> found.spec().attacher().equals(driver));
        if (seen.isEmpty()) {
            return Next.forget();
        }
        atWork.add(name);
        try {
            return reconcile(seen.get(), isForced);
        } finally {
            atWork.remove(name);
        }
    }

    private Next reconcile(Attachment seen, boolean isForced) {
        if (seen.isDeleting()) {
            return seen.hasFinalizer(finalizer) || isForced ? detachInLane(seen, isForced) : Next.forget();
        }
        return !seen.status().attached() || isForced ? attach(seen) : Next.forget();
    }

    private Next attach(Attachment seen) {
        return switch (attach.run(seen)) {
            case Step.Ready<Attachment> _ -> done("attached", seen);
            case Step.Blocked<Attachment>(var problem) -> {
                faults.attachFailed(seen, problem);
                yield backoff("cannot attach", seen, problem);
            }
        };
    }

    private Next detachInLane(Attachment seen, boolean isForced) {
        if (!lane.enter(seen.name())) {
            if (isForced) {
                force(seen.name());
            }
            return Next.await("all workers but one detach");
        }
        try {
            return detach(seen);
        } finally {
            lane.leave();
        }
    }

    private Next detach(Attachment seen) {
        return switch (detach.run(seen)) {
            case Step.Ready<Attachment> _ -> done("detached", seen);
            case Step.Blocked<Attachment>(var problem) -> {
                faults.detachFailed(seen, problem);
                yield backoff("cannot detach", seen, problem);
            }
        };
    }

    private static Next done(String what, Attachment attachment) {
        log.v(2)
                .info(
                        what,
                        "attachment",
                        attachment.name(),
                        "node",
                        attachment.spec().nodeName());
        return Next.forget();
    }

    private static Next backoff(String what, Attachment attachment, Problem problem) {
        log.error(null, what, "attachment", attachment.name(), "reason", problem.message());
        return Next.backoff(problem.message());
    }
}
