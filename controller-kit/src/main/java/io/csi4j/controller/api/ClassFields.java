package io.csi4j.controller.api;

import io.csi4j.controller.codec.Fields;
import io.csi4j.controller.storage.BindingMode;
import io.csi4j.controller.storage.Meta;
import io.csi4j.controller.storage.NodeTerm;
import io.csi4j.controller.storage.ReclaimPolicy;
import io.csi4j.controller.storage.StorageClass;
import io.csi4j.controller.storage.VolumeAttributesClass;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the two kinds of classes; their fields have different names, so that one reader serves both. */
final class ClassFields {
    private Meta meta = MetaFields.NONE;
    private String driver = "";
    private Map<String, String> parameters = Map.of();
    private @Nullable ReclaimPolicy reclaimPolicy;
    private List<String> mountOptions = List.of();
    private @Nullable BindingMode bindingMode;
    private List<NodeTerm> allowedTopologies = List.of();
    private boolean allowsExpansion;

    private ClassFields() {}

    static StorageClass readStorage(Fields in) throws IOException {
        ClassFields draft = new ClassFields();
        in.object(field -> draft.field(in, field));
        return new StorageClass(
                draft.meta,
                draft.driver,
                draft.parameters,
                draft.reclaimPolicy,
                draft.mountOptions,
                draft.bindingMode,
                draft.allowedTopologies,
                draft.allowsExpansion);
    }

    static VolumeAttributesClass readAttributes(Fields in) throws IOException {
        ClassFields draft = new ClassFields();
        in.object(field -> draft.field(in, field));
        return new VolumeAttributesClass(draft.meta, draft.driver, draft.parameters);
    }

    private void field(Fields in, String field) throws IOException {
        switch (field) {
            case "metadata" -> meta = MetaFields.read(in);
            case "provisioner", "driverName" -> driver = in.shared();
            case "parameters" -> parameters = in.texts();
            case "reclaimPolicy" -> reclaimPolicy = policy(in.textOrNull());
            case "mountOptions" -> mountOptions = in.sharedTexts();
            case "volumeBindingMode" -> bindingMode = binding(in.textOrNull());
            case "allowedTopologies" ->
                allowedTopologies = in.list(term -> Shared.nodeTerm(term, "matchLabelExpressions"));
            case "allowVolumeExpansion" -> allowsExpansion = in.truth();
            default -> in.skip();
        }
    }

    private static @Nullable ReclaimPolicy policy(@Nullable String wireName) {
        return wireName == null ? null : ReclaimPolicy.of(wireName);
    }

    private static @Nullable BindingMode binding(@Nullable String wireName) {
        return wireName == null ? null : BindingMode.of(wireName);
    }
}
