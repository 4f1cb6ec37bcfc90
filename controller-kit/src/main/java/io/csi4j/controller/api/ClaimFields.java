package io.csi4j.controller.api;

import io.csi4j.controller.codec.Fields;
import io.csi4j.controller.codec.Pool;
import io.csi4j.controller.storage.AccessMode;
import io.csi4j.controller.storage.Claim;
import io.csi4j.controller.storage.ClaimPhase;
import io.csi4j.controller.storage.Condition;
import io.csi4j.controller.storage.DataSource;
import io.csi4j.controller.storage.Meta;
import io.csi4j.controller.storage.Quantity;
import io.csi4j.controller.storage.VolumeMode;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads a PersistentVolumeClaim. */
final class ClaimFields {
    private static final Claim.Spec NO_SPEC = new Claim.Spec(List.of(), null, null, "", null, null, null, false, null);

    private Meta meta = MetaFields.NONE;
    private Claim.Spec spec = NO_SPEC;
    private Claim.Status status = Claim.Status.NONE;

    private ClaimFields() {}

    static Claim read(Fields in) throws IOException {
        ClaimFields draft = new ClaimFields();
        in.object(field -> draft.field(in, field));
        return new Claim(draft.meta, draft.spec, draft.status);
    }

    private void field(Fields in, String field) throws IOException {
        switch (field) {
            case "metadata" -> meta = MetaFields.read(in);
            case "spec" -> spec = new SpecDraft().read(in);
            // Most claims of a cluster stand alike, so that they share one status.
            case "status" -> status = Pool.SHARED.same(new StatusDraft().read(in));
            default -> in.skip();
        }
    }

    private static final class SpecDraft {
        private List<AccessMode> accessModes = List.of();
        private @Nullable Quantity requested;
        private @Nullable String storageClassName;
        private String volumeName = "";
        private @Nullable VolumeMode volumeMode;
        private @Nullable DataSource dataSource;
        private @Nullable DataSource dataSourceRef;
        private boolean hasSelector;
        private @Nullable String attributesClass;

        Claim.Spec read(Fields in) throws IOException {
            in.object(field -> field(in, field));
            return new Claim.Spec(
                    accessModes,
                    requested,
                    storageClassName,
                    volumeName,
                    volumeMode,
                    dataSource,
                    dataSourceRef,
                    hasSelector,
                    attributesClass);
        }

        private void field(Fields in, String field) throws IOException {
            switch (field) {
                case "accessModes" -> accessModes = Shared.accessModes(in);
                case "resources" -> in.object(part -> resources(in, part));
                case "storageClassName" -> storageClassName = in.sharedOrNull();
                case "volumeName" -> volumeName = in.text();
                case "volumeMode" -> volumeMode = Shared.volumeMode(in);
                case "dataSource" -> dataSource = Shared.dataSource(in);
                case "dataSourceRef" -> dataSourceRef = Shared.dataSource(in);
                case "selector" -> selector(in);
                case "volumeAttributesClassName" -> attributesClass = in.sharedOrNull();
                default -> in.skip();
            }
        }

        private void selector(Fields in) throws IOException {
            hasSelector = in.isObject();
            in.skip();
        }

        private void resources(Fields in, String part) throws IOException {
            if (part.equals("requests")) {
                requested = in.storage();
            } else {
                in.skip();
            }
        }
    }

    private static final class StatusDraft {
        private ClaimPhase phase = ClaimPhase.NONE;
        private @Nullable Quantity capacity;
        private @Nullable Quantity allocated;
        private @Nullable String allocatedStatus;
        private List<Condition> conditions = List.of();
        private @Nullable String currentAttributesClass;
        private Claim.@Nullable Modification modification;

        Claim.Status read(Fields in) throws IOException {
            in.object(field -> field(in, field));
            return new Claim.Status(
                    phase, capacity, allocated, allocatedStatus, conditions, currentAttributesClass, modification);
        }

        private void field(Fields in, String field) throws IOException {
            switch (field) {
                case "phase" -> phase = ClaimPhase.of(in.text());
                case "capacity" -> capacity = in.storage();
                case "allocatedResources" -> allocated = in.storage();
                case "allocatedResourceStatuses" -> allocatedStatus = in.texts().get("storage");
                case "conditions" -> conditions = in.list(ConditionFields::read);
                case "currentVolumeAttributesClassName" -> currentAttributesClass = in.sharedOrNull();
                case "modifyVolumeStatus" -> modification = modification(in);
                default -> in.skip();
            }
        }

        private static Claim.@Nullable Modification modification(Fields in) throws IOException {
            if (!in.isObject()) {
                in.skip();
                return null;
            }
            var texts = in.texts();
            return new Claim.Modification(
                    texts.getOrDefault("targetVolumeAttributesClassName", ""), texts.getOrDefault("status", ""));
        }
    }
}
