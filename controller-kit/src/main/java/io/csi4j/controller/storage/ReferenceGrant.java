package io.csi4j.controller.storage;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A ReferenceGrant of the Gateway API: objects elsewhere may refer to objects in this one's namespace. */
public record ReferenceGrant(Meta meta, List<From> from, List<To> to) implements KubeObject {
    public ReferenceGrant {
        from = List.copyOf(from);
        to = List.copyOf(to);
    }

    /** Who may refer; {@code group} is empty for core kinds. */
    public record From(String group, String kind, String namespace) {}

    /** What may be referred to; no name means every object of the kind. */
    public record To(String group, String kind, @Nullable String name) {}
}
