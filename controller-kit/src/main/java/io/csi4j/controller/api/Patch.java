package io.csi4j.controller.api;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A small change of one object, sent as it is. Trees are maps, collections, texts, numbers, truths and null, nested;
 * null removes a field. A tree that carries {@code metadata.resourceVersion} or {@code metadata.uid} is refused by
 * the server with a conflict if the object has moved on.
 *
 * @param subresource {@code status}, or empty for the object itself
 * @param body JSON text
 */
public record Patch(Form form, String subresource, String body) {
    /** How the server reads the body. */
    public enum Form {
        /** RFC 6902: operations, applied all or none. */
        JSON("application/json-patch+json"),
        /** RFC 7386: lists are replaced as a whole. */
        MERGE("application/merge-patch+json"),
        /** Kubernetes' own: lists of known kinds are merged by key. */
        STRATEGIC_MERGE("application/strategic-merge-patch+json");

        private final String contentType;

        Form(String contentType) {
            this.contentType = contentType;
        }

        String contentType() {
            return contentType;
        }
    }

    /** Operations, each a map with {@code op}, {@code path} and perhaps {@code value}. */
    public static Patch json(List<? extends Map<String, ? extends @Nullable Object>> operations) {
        return new Patch(Form.JSON, "", Write.toText(out -> Write.tree(out, operations)));
    }

    public static Patch merge(Map<String, ? extends @Nullable Object> tree) {
        return new Patch(Form.MERGE, "", Write.toText(out -> Write.tree(out, tree)));
    }

    public static Patch strategicMerge(Map<String, ? extends @Nullable Object> tree) {
        return new Patch(Form.STRATEGIC_MERGE, "", Write.toText(out -> Write.tree(out, tree)));
    }

    /** The same change, sent to the object's {@code status} subresource. */
    public Patch onStatus() {
        return new Patch(form, "status", body);
    }
}
