package io.csi4j.controller.storage;

import org.jspecify.annotations.Nullable;

/**
 * What a claim wants its volume filled from: {@code spec.dataSource} or {@code spec.dataSourceRef}.
 *
 * @param apiGroup null and {@code ""} both stand for the core group
 * @param namespace only in a {@code dataSourceRef}; null means the claim's own
 */
public record DataSource(
        @Nullable String apiGroup,
        String kind,
        String name,
        @Nullable String namespace) {
    /** The API group, {@code ""} for the core one. */
    public String group() {
        return apiGroup == null ? "" : apiGroup;
    }
}
