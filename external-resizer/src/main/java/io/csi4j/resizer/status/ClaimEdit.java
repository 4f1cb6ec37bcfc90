package io.csi4j.resizer.status;

import io.csi4j.controller.storage.Claim;
import io.csi4j.controller.storage.Condition;
import io.csi4j.controller.storage.Quantity;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A change of one claim's status, built on the claim as it was seen. What the claim says already is left out, so that
 * a retry that changes nothing writes nothing. Mutable while it is built, by one thread.
 *
 * <p>Becomes a strategic merge patch: the kubelet and other controllers write sibling conditions of the same list
 * (contract external-resizer.md, 4.5).
 */
public final class ClaimEdit {
    private final Claim seen;
    private final String now;
    private boolean guarded = true;
    private final Map<String, @Nullable Object> annotations = new LinkedHashMap<>();
    private final Map<String, @Nullable Object> status = new LinkedHashMap<>();
    private final List<Map<String, @Nullable Object>> conditions = new ArrayList<>();

    private ClaimEdit(Claim seen, Instant now) {
        this.seen = seen;
        this.now = now.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    /** @param now time of the conditions that change */
    static ClaimEdit of(Claim seen, Instant now) {
        return new ClaimEdit(seen, now);
    }

    /** Holds whatever state the claim is in by now: for verdicts, which must not be lost to a stale copy. */
    ClaimEdit unguarded() {
        guarded = false;
        return this;
    }

    ClaimEdit annotated(String key, String value) {
        if (!value.equals(seen.annotations().get(key))) {
            annotations.put(key, value);
        }
        return this;
    }

    ClaimEdit withoutAnnotation(String key) {
        if (seen.annotations().containsKey(key)) {
            annotations.put(key, null);
        }
        return this;
    }

    ClaimEdit capacity(Quantity size) {
        return storage("capacity", seen.status().capacity(), size);
    }

    ClaimEdit allocated(Quantity size) {
        return storage("allocatedResources", seen.status().allocated(), size);
    }

    private ClaimEdit storage(String field, @Nullable Quantity before, Quantity size) {
        if (!size.equals(before)) {
            status.put(field, Map.of("storage", size.text()));
        }
        return this;
    }

    /** Also {@link ResizeStatus#NONE}; other resources' statuses stay. */
    ClaimEdit resizeStatus(ResizeStatus wanted) {
        if (ResizeStatus.of(seen) != wanted) {
            Map<String, @Nullable Object> entry = new LinkedHashMap<>();
            entry.put("storage", wanted == ResizeStatus.NONE ? null : wanted.wireName());
            status.put("allocatedResourceStatuses", entry);
        }
        return this;
    }

    ClaimEdit currentClass(String name) {
        if (!name.equals(seen.status().currentAttributesClass())) {
            status.put("currentVolumeAttributesClassName", name);
        }
        return this;
    }

    ClaimEdit modification(Claim.@Nullable Modification wanted) {
        Claim.Modification before = seen.status().modification();
        if (Objects.equals(before, wanted)) {
            return this;
        }
        if (wanted == null) {
            status.put("modifyVolumeStatus", null);
            return this;
        }
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("status", wanted.status());
        if (!wanted.targetClass().isEmpty()) {
            fields.put("targetVolumeAttributesClassName", wanted.targetClass());
        }
        status.put("modifyVolumeStatus", fields);
        return this;
    }

    /** A condition that is true for no reason but its message; any change of it is a transition (contract 4.5). */
    ClaimEdit holds(String type, String message) {
        Condition before = seen.condition(type).orElse(null);
        if (before == null || !before.isTrue() || !before.message().equals(message)) {
            var entry = entry(type, now);
            text(entry, "message", message, before == null ? "" : before.message());
            conditions.add(entry);
        }
        return this;
    }

    /** A condition that was looked at just now; a transition only if its reason or truth changes (contract 7.3). */
    ClaimEdit probed(String type, String reason, String message) {
        Condition before = seen.condition(type).orElse(null);
        boolean same = before != null && before.isTrue() && before.reason().equals(reason);
        if (before == null || !same || !before.message().equals(message)) {
            var entry = entry(type, same && before != null ? before.lastTransitionTime() : now);
            entry.put("lastProbeTime", now);
            text(entry, "reason", reason, before == null ? "" : before.reason());
            text(entry, "message", message, before == null ? "" : before.message());
            conditions.add(entry);
        }
        return this;
    }

    private static Map<String, @Nullable Object> entry(String type, String transition) {
        Map<String, @Nullable Object> entry = new LinkedHashMap<>();
        entry.put("type", type);
        entry.put("status", "True");
        if (!transition.isEmpty()) {
            entry.put("lastTransitionTime", transition);
        }
        return entry;
    }

    private static void text(Map<String, @Nullable Object> entry, String field, String wanted, String before) {
        if (!wanted.isEmpty()) {
            entry.put(field, wanted);
        } else if (!before.isEmpty()) {
            entry.put(field, null);
        }
    }

    ClaimEdit without(String type) {
        if (seen.condition(type).isPresent()) {
            Map<String, @Nullable Object> entry = new LinkedHashMap<>();
            entry.put("$patch", "delete");
            entry.put("type", type);
            conditions.add(entry);
        }
        return this;
    }

    /** Takes every condition of an expansion away but that one. */
    ClaimEdit withoutResizeConditionsBut(String kept) {
        ConditionTypes.OF_RESIZE.stream().filter(type -> !type.equals(kept)).forEach(this::without);
        return this;
    }

    /** Whether the claim says all this already. */
    public boolean isEmpty() {
        return annotations.isEmpty() && status.isEmpty() && conditions.isEmpty();
    }

    /** The claim the change builds on. */
    public Claim seen() {
        return seen;
    }

    /** The body of a strategic merge patch of the claim's status. */
    public Map<String, @Nullable Object> tree() {
        Map<String, @Nullable Object> meta = new LinkedHashMap<>();
        meta.put("uid", seen.uid());
        if (guarded) {
            meta.put("resourceVersion", seen.resourceVersion());
        }
        if (!annotations.isEmpty()) {
            meta.put("annotations", annotations);
        }
        Map<String, @Nullable Object> changed = new LinkedHashMap<>(status);
        if (!conditions.isEmpty()) {
            changed.put("conditions", conditions);
        }
        Map<String, @Nullable Object> tree = new LinkedHashMap<>();
        tree.put("metadata", meta);
        if (!changed.isEmpty()) {
            tree.put("status", changed);
        }
        return tree;
    }
}
