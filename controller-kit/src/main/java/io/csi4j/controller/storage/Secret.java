package io.csi4j.controller.storage;

import java.util.Map;

/** A Secret, decoded. Held only as long as a call needs it, and never printed. */
public record Secret(Meta meta, Map<String, String> entries) implements KubeObject {
    public Secret {
        entries = Map.copyOf(entries);
    }

    @Override
    public String toString() {
        return "Secret[" + meta.key() + ", " + entries.size() + " entries]";
    }
}
