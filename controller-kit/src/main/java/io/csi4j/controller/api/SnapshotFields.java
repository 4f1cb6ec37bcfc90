package io.csi4j.controller.api;

import io.csi4j.controller.codec.Fields;
import io.csi4j.controller.storage.Meta;
import io.csi4j.controller.storage.ObjectKey;
import io.csi4j.controller.storage.Quantity;
import io.csi4j.controller.storage.Snapshot;
import io.csi4j.controller.storage.SnapshotContent;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads snapshots and their contents; their fields have different names, so that one reader serves both. */
final class SnapshotFields {
    private Meta meta = MetaFields.NONE;
    private @Nullable String contentName;
    private @Nullable Boolean readyToUse;
    private @Nullable Quantity restoreSize;
    private String driver = "";
    private Map<String, String> snapshotRef = Map.of();
    private @Nullable String sourceVolumeMode;
    private boolean hasStatus;
    private @Nullable String snapshotHandle;

    private SnapshotFields() {}

    static Snapshot read(Fields in) throws IOException {
        SnapshotFields draft = new SnapshotFields();
        in.object(field -> draft.field(in, field));
        return new Snapshot(draft.meta, draft.contentName, draft.readyToUse, draft.restoreSize);
    }

    static SnapshotContent readContent(Fields in) throws IOException {
        SnapshotFields draft = new SnapshotFields();
        in.object(field -> draft.field(in, field));
        ObjectKey snapshot = new ObjectKey(
                draft.snapshotRef.getOrDefault("namespace", ""), draft.snapshotRef.getOrDefault("name", ""));
        return new SnapshotContent(
                draft.meta,
                draft.driver,
                snapshot,
                draft.snapshotRef.getOrDefault("uid", ""),
                draft.sourceVolumeMode,
                draft.hasStatus,
                draft.snapshotHandle);
    }

    private void field(Fields in, String field) throws IOException {
        switch (field) {
            case "metadata" -> meta = MetaFields.read(in);
            case "spec" -> in.object(part -> specField(in, part));
            case "status" -> {
                hasStatus = in.isObject();
                in.object(part -> statusField(in, part));
            }
            default -> in.skip();
        }
    }

    private void specField(Fields in, String field) throws IOException {
        switch (field) {
            case "driver" -> driver = in.shared();
            case "volumeSnapshotRef" -> snapshotRef = in.texts();
            case "sourceVolumeMode" -> sourceVolumeMode = in.sharedOrNull();
            default -> in.skip();
        }
    }

    private void statusField(Fields in, String field) throws IOException {
        switch (field) {
            case "boundVolumeSnapshotContentName" -> contentName = in.textOrNull();
            case "readyToUse" -> {
                String ready = in.textOrNull();
                readyToUse = ready == null ? null : Boolean.valueOf(ready);
            }
            case "restoreSize" -> restoreSize = in.quantity();
            case "snapshotHandle" -> snapshotHandle = in.textOrNull();
            default -> in.skip();
        }
    }
}
