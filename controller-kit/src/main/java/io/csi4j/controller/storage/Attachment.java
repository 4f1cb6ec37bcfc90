package io.csi4j.controller.storage;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A VolumeAttachment: the wish that one volume be attached to one node. */
public record Attachment(Meta meta, Spec spec, Status status) implements KubeObject {
    /**
     * What shall be attached where. A valid one has exactly one of {@code volumeName} and {@code inlineVolume}.
     *
     * @param attacher the driver that shall do it
     */
    public record Spec(
            String attacher, String nodeName, @Nullable String volumeName, Volume.@Nullable Spec inlineVolume) {}

    /**
     * How far it is.
     *
     * @param publishContext {@code attachmentMetadata}: what ControllerPublishVolume answered, for the node; null if
     *     the field is not there
     */
    public record Status(
            boolean attached,
            @Nullable Map<String, String> publishContext,
            @Nullable Fault attachError,
            @Nullable Fault detachError) {
        public static final Status NONE = new Status(false, null, null, null);

        public Status {
            publishContext = publishContext == null ? null : Map.copyOf(publishContext);
        }
    }

    /**
     * The last failed try.
     *
     * @param time RFC 3339
     * @param code the gRPC code as a number, null if the fault was no answer of the driver
     */
    public record Fault(
            String time, String message, @Nullable Integer code) {}

    public Attachment withMeta(Meta wanted) {
        return new Attachment(wanted, spec, status);
    }

    public Attachment withStatus(Status wanted) {
        return new Attachment(meta, spec, wanted);
    }
}
