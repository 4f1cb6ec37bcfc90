package io.csi4j.attacher;

import io.csi4j.attacher.attachment.AttachmentChanges;
import io.csi4j.controller.storage.Attachment;
import io.csi4j.controller.storage.CsiNode;
import io.csi4j.controller.storage.Volume;
import io.csi4j.controller.watch.Change;
import io.csi4j.controller.watch.Store;
import io.csi4j.controller.work.WorkQueue;
import java.util.Collection;
import java.util.List;

/**
 * Which change of the cluster makes which attachment or volume worth another look (contract 3). Beyond upstream, a
 * volume or a CSINode that appears wakes the attachments that wait for it.
 */
final class WakeUps {
    private final Watches watches;
    private final String driver;
    private final WorkQueue<String> attachments;
    private final WorkQueue<String> volumes;

    WakeUps(Watches watches, String driver, WorkQueue<String> attachments, WorkQueue<String> volumes) {
        this.watches = watches;
        this.driver = driver;
        this.attachments = attachments;
        this.volumes = volumes;
    }

    /** Answers who listens to the attachments, so that our own writes can be left out. */
    Store.Subscription<Attachment> subscribe() {
        watches.volumes.subscribe(this::volumeChanged);
        watches.csiNodes.subscribe(this::csiNodeChanged);
        return watches.attachments.subscribe(this::attachmentChanged);
    }

    /** Everything again, whatever pause it is in: {@code --resync}. */
    void everything() {
        wakeOpen(watches.attachments.all());
        watches.volumes.all().forEach(this::wakeIfToBeReleased);
    }

    private void attachmentChanged(Change<Attachment> change) {
        switch (change) {
            case Change.Added<Attachment>(var now) -> wakeOpen(List.of(now));
            case Change.Updated<Attachment>(var before, var now) -> {
                if (watches.isOurs(now) && AttachmentChanges.isWorthAPass(before, now)) {
                    attachments.add(now.name());
                }
            }
            case Change.Deleted<Attachment>(var last) -> {
                // Names are made of volume and node: a successor must not inherit the pauses (contract, edge 16).
                attachments.forget(last.name());
                Watches.volumeNameOf(last).forEach(volumes::add);
            }
        }
    }

    private void volumeChanged(Change<Volume> change) {
        switch (change) {
            case Change.Added<Volume>(var now) -> {
                wakeIfToBeReleased(now);
                wakeOpen(watches.byVolume.find(now.name()));
            }
            case Change.Updated<Volume>(var before, var now) -> wakeIfToBeReleased(now);
            case Change.Deleted<Volume> _ -> {}
        }
    }

    private void csiNodeChanged(Change<CsiNode> change) {
        switch (change) {
            case Change.Added<CsiNode>(var now) -> wakeOpen(watches.openByNode.find(now.name()));
            case Change.Updated<CsiNode>(var before, var now) -> {
                if (!before.driver(driver).equals(now.driver(driver))) {
                    wakeOpen(watches.openByNode.find(now.name()));
                }
            }
            case Change.Deleted<CsiNode> _ -> {}
        }
    }

    private void wakeOpen(Collection<Attachment> which) {
        which.stream()
                .filter(watches::isOurs)
                .filter(AttachmentChanges::isOpen)
                .map(Attachment::name)
                .forEach(attachments::add);
    }

    private void wakeIfToBeReleased(Volume volume) {
        if (watches.isToBeReleased(volume)) {
            volumes.add(volume.name());
        }
    }
}
