package io.csi4j.attacher.request;

import io.csi4j.controller.storage.Annotations;
import io.csi4j.controller.storage.Attachment;
import io.csi4j.controller.storage.CsiNode;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How the driver calls the node of an attachment (contract 4.1, step 7, and 4.2, step 3). */
public final class NodeIds {
    private NodeIds() {}

    /** @param csiNode the node's, null if there is none */
    public static Step<String> forAttach(Attachment attachment, @Nullable CsiNode csiNode) {
        return current(attachment, csiNode).map(Step::ready).orElseGet(() -> missing(attachment, csiNode));
    }

    /** As above; a node that is gone keeps the id it had, which may be empty. */
    public static Step<String> forDetach(Attachment attachment, @Nullable CsiNode csiNode) {
        return current(attachment, csiNode)
                .or(() -> attachment.annotation(Annotations.NODE_ID))
                .map(Step::ready)
                .orElseGet(() -> missing(attachment, csiNode));
    }

    private static Optional<String> current(Attachment attachment, @Nullable CsiNode csiNode) {
        return Optional.ofNullable(csiNode)
                .flatMap(node -> node.driver(attachment.spec().attacher()))
                .map(CsiNode.Driver::nodeId);
    }

    private static Step<String> missing(Attachment attachment, @Nullable CsiNode csiNode) {
        String node = attachment.spec().nodeName();
        return Step.blocked(
                csiNode == null
                        ? "CSINode " + node + " not found"
                        : "CSINode " + node + " does not contain driver "
                                + attachment.spec().attacher());
    }
}
