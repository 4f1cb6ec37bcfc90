package io.csi4j.attacher.published;

import io.csi4j.attacher.attachment.AttachmentReconciler;
import io.csi4j.attacher.attachment.Surroundings;
import io.csi4j.attacher.request.Step;
import io.csi4j.controller.storage.Attachment;
import io.csi4j.controller.watch.Store;
import io.csi4j.controller.work.WorkQueue;
import io.csi4j.sidecar.log.Log;
import java.util.List;

/**
 * One look at what the driver lists (contract 7): attachments that it contradicts are called for again. Those that are
 * at work, or have changed since before the list was made, are left to the next look: the list is older than they are.
 */
public final class PublishedPass {
    private static final Log log = Log.of(PublishedPass.class);

    private final Listing listing;
    private final Cluster cluster;
    private final AttachmentReconciler reconciler;
    private final WorkQueue<String> queue;

    /** What the attachments of this driver are read from. */
    public record Cluster(String driver, Store<Attachment> attachments, Surroundings surroundings) {}

    public PublishedPass(Listing listing, Cluster cluster, AttachmentReconciler reconciler, WorkQueue<String> queue) {
        this.listing = listing;
        this.cluster = cluster;
        this.reconciler = reconciler;
        this.queue = queue;
    }

    public void run() {
        var quiet = quiet();
        switch (listing.read()) {
            case Step.Ready<PublishedNodes>(var published) ->
                quiet.stream().filter(this::isUnchanged).forEach(attachment -> compare(attachment, published));
            case Step.Blocked<PublishedNodes>(var problem) -> {
                // An interrupt is the end of the program and no fault of the driver.
                if (!Thread.currentThread().isInterrupted()) {
                    log.error(null, "cannot list published volumes", "reason", problem.message());
                }
            }
        }
    }

    private List<Attachment> quiet() {
        return cluster.attachments().all().stream()
                .filter(attachment -> attachment.spec().attacher().equals(cluster.driver()))
                .filter(attachment -> !reconciler.isAtWork(attachment.name()))
                .toList();
    }

    private boolean isUnchanged(Attachment seen) {
        return !reconciler.isAtWork(seen.name())
                && cluster.attachments()
                        .get(seen.key())
                        .filter(now -> now.uid().equals(seen.uid()))
                        .filter(now -> now.resourceVersion().equals(seen.resourceVersion()))
                        .isPresent();
    }

    private void compare(Attachment attachment, PublishedNodes published) {
        var surroundings = cluster.surroundings();
        var found = surroundings
                .nodeIdForDetach(attachment)
                .then(nodeId -> surroundings
                        .knownHandle(attachment, nodeId)
                        .then(handle -> Step.ready(published.isOn(handle, nodeId))));
        switch (found) {
            case Step.Ready<Boolean>(var isPublished) -> {
                if (isPublished != attachment.status().attached()) {
                    force(attachment, isPublished);
                }
            }
            case Step.Blocked<Boolean>(var problem) ->
                log.warning("cannot compare", "attachment", attachment.name(), "reason", problem.message());
        }
    }

    private void force(Attachment attachment, boolean isPublished) {
        log.warning("the driver says otherwise", "attachment", attachment.name(), "published", isPublished);
        reconciler.force(attachment.name());
        queue.add(attachment.name());
    }
}
