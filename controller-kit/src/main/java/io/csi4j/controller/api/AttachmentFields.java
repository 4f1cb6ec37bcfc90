package io.csi4j.controller.api;

import io.csi4j.controller.codec.Fields;
import io.csi4j.controller.codec.Pool;
import io.csi4j.controller.storage.Attachment;
import io.csi4j.controller.storage.Meta;
import io.csi4j.controller.storage.Volume;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads a VolumeAttachment. */
final class AttachmentFields {
    private Meta meta = MetaFields.NONE;
    private String attacher = "";
    private String nodeName = "";
    private @Nullable String volumeName;
    private Volume.@Nullable Spec inlineVolume;
    private boolean attached;
    private @Nullable Map<String, String> publishContext;
    private Attachment.@Nullable Fault attachError;
    private Attachment.@Nullable Fault detachError;

    private AttachmentFields() {}

    static Attachment read(Fields in) throws IOException {
        AttachmentFields draft = new AttachmentFields();
        in.object(field -> draft.field(in, field));
        return new Attachment(draft.meta, draft.spec(), draft.status());
    }

    private Attachment.Spec spec() {
        return new Attachment.Spec(attacher, nodeName, volumeName, inlineVolume);
    }

    private Attachment.Status status() {
        Attachment.Status status = new Attachment.Status(attached, publishContext, attachError, detachError);
        // What a driver says of one publish hardly comes again.
        return publishContext == null ? Pool.SHARED.same(status) : status;
    }

    private void field(Fields in, String field) throws IOException {
        switch (field) {
            case "metadata" -> meta = MetaFields.read(in);
            case "spec" -> in.object(part -> specField(in, part));
            case "status" -> in.object(part -> statusField(in, part));
            default -> in.skip();
        }
    }

    private void specField(Fields in, String field) throws IOException {
        switch (field) {
            case "attacher" -> attacher = in.shared();
            case "nodeName" -> nodeName = in.shared();
            case "source" -> in.object(part -> source(in, part));
            default -> in.skip();
        }
    }

    private void source(Fields in, String field) throws IOException {
        switch (field) {
            case "persistentVolumeName" -> volumeName = in.textOrNull();
            case "inlineVolumeSpec" -> inlineVolume = inline(in);
            default -> in.skip();
        }
    }

    private static Volume.@Nullable Spec inline(Fields in) throws IOException {
        if (!in.isObject()) {
            in.skip();
            return null;
        }
        return VolumeFields.readSpec(in);
    }

    private void statusField(Fields in, String field) throws IOException {
        switch (field) {
            case "attached" -> attached = in.truth();
            case "attachmentMetadata" -> publishContext = in.texts();
            case "attachError" -> attachError = fault(in);
            case "detachError" -> detachError = fault(in);
            default -> in.skip();
        }
    }

    private static Attachment.@Nullable Fault fault(Fields in) throws IOException {
        if (!in.isObject()) {
            in.skip();
            return null;
        }
        FaultDraft draft = new FaultDraft();
        in.object(field -> draft.field(in, field));
        return new Attachment.Fault(draft.time, draft.message, draft.code);
    }

    private static final class FaultDraft {
        private String time = "";
        private String message = "";
        private @Nullable Integer code;

        private void field(Fields in, String field) throws IOException {
            switch (field) {
                case "time" -> time = in.text();
                case "message" -> message = in.text();
                case "errorCode" -> code = in.number();
                default -> in.skip();
            }
        }
    }
}
