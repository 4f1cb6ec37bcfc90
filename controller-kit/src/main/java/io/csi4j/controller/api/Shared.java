package io.csi4j.controller.api;

import io.csi4j.controller.codec.Fields;
import io.csi4j.controller.codec.Pool;
import io.csi4j.controller.storage.AccessMode;
import io.csi4j.controller.storage.DataSource;
import io.csi4j.controller.storage.NodeTerm;
import io.csi4j.controller.storage.SecretReference;
import io.csi4j.controller.storage.VolumeMode;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the small values that several kinds have in common. */
final class Shared {
    private Shared() {}

    static List<AccessMode> accessModes(Fields in) throws IOException {
        return Pool.SHARED.same(in.list(mode -> AccessMode.of(mode.text())));
    }

    static @Nullable VolumeMode volumeMode(Fields in) throws IOException {
        String mode = in.textOrNull();
        return mode == null ? null : VolumeMode.of(mode);
    }

    static @Nullable SecretReference secret(Fields in) throws IOException {
        if (!in.isObject()) {
            in.skip();
            return null;
        }
        var texts = in.texts();
        return new SecretReference(texts.getOrDefault("namespace", ""), texts.getOrDefault("name", ""));
    }

    static @Nullable DataSource dataSource(Fields in) throws IOException {
        if (!in.isObject()) {
            in.skip();
            return null;
        }
        var texts = in.texts();
        return new DataSource(
                texts.get("apiGroup"),
                texts.getOrDefault("kind", ""),
                texts.getOrDefault("name", ""),
                texts.get("namespace"));
    }

    /** Object with the one list {@code listName} of requirements, each a key, perhaps an operator, and values. */
    static NodeTerm nodeTerm(Fields in, String listName) throws IOException {
        Requirements found = new Requirements();
        in.object(field -> {
            if (field.equals(listName)) {
                found.list = in.list(Shared::requirement);
            } else {
                in.skip();
            }
        });
        return new NodeTerm(found.list);
    }

    private static NodeTerm.Requirement requirement(Fields in) throws IOException {
        RequirementDraft draft = new RequirementDraft();
        in.object(field -> draft.field(in, field));
        return Pool.SHARED.same(new NodeTerm.Requirement(draft.key, draft.operator, draft.values));
    }

    private static final class Requirements {
        private List<NodeTerm.Requirement> list = List.of();
    }

    private static final class RequirementDraft {
        private String key = "";
        private String operator = "In";
        private List<String> values = List.of();

        private void field(Fields in, String field) throws IOException {
            switch (field) {
                case "key" -> key = in.shared();
                case "operator" -> operator = in.shared();
                case "values" -> values = in.sharedTexts();
                default -> in.skip();
            }
        }
    }
}
