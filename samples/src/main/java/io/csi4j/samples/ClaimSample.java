package io.csi4j.samples;

import com.google.gson.JsonObject;
import io.csi4j.controller.storage.AccessMode;
import io.csi4j.controller.storage.Annotations;
import io.csi4j.controller.storage.Claim;
import io.csi4j.controller.storage.ClaimPhase;
import io.csi4j.controller.storage.Condition;
import io.csi4j.controller.storage.DataSource;
import io.csi4j.controller.storage.Quantity;
import io.csi4j.controller.storage.VolumeMode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A claim in the making. Mutable. */
public final class ClaimSample {
    private final MetaSample meta = new MetaSample(Samples.NAMESPACE, "data");
    private final List<Condition> conditions = new ArrayList<>();
    private List<AccessMode> modes = List.of(AccessMode.READ_WRITE_ONCE);
    private @Nullable Quantity requested = Quantity.parse("1Gi").orElseThrow();
    private @Nullable String storageClass = Samples.CLASS;
    private String volumeName = "";
    private @Nullable VolumeMode volumeMode;
    private @Nullable DataSource dataSource;
    private @Nullable DataSource dataSourceRef;
    private @Nullable String attributesClass;
    private ClaimPhase phase = ClaimPhase.PENDING;
    private @Nullable Quantity capacity;
    private @Nullable Quantity allocated;
    private @Nullable String allocatedStatus;
    private @Nullable String currentAttributesClass;
    private Claim.@Nullable Modification modification;

    ClaimSample() {
        meta.annotated(Annotations.STORAGE_PROVISIONER, Samples.DRIVER);
    }

    public ClaimSample named(String name) {
        meta.named(name);
        return this;
    }

    public ClaimSample in(String namespace) {
        meta.in(namespace);
        return this;
    }

    public ClaimSample uid(String uid) {
        meta.uid(uid);
        return this;
    }

    public ClaimSample annotated(String key, String value) {
        meta.annotated(key, value);
        return this;
    }

    public ClaimSample onNode(String node) {
        return annotated(Annotations.SELECTED_NODE, node);
    }

    public ClaimSample heldBy(String finalizer) {
        meta.heldBy(finalizer);
        return this;
    }

    public ClaimSample deleting() {
        meta.deleting();
        return this;
    }

    public ClaimSample modes(AccessMode... wanted) {
        modes = List.of(wanted);
        return this;
    }

    /** Null for a claim that names no size. */
    public ClaimSample requesting(@Nullable String quantity) {
        requested = quantity(quantity);
        return this;
    }

    public ClaimSample ofClass(@Nullable String name) {
        storageClass = name;
        return this;
    }

    public ClaimSample asBlock() {
        volumeMode = VolumeMode.BLOCK;
        return this;
    }

    public ClaimSample from(DataSource source) {
        dataSource = source;
        return this;
    }

    public ClaimSample fromRef(DataSource source) {
        dataSourceRef = source;
        return this;
    }

    /** Bound to a volume of that size. */
    public ClaimSample boundTo(String volume, String size) {
        volumeName = volume;
        phase = ClaimPhase.BOUND;
        capacity = quantity(size);
        return this;
    }

    public ClaimSample inPhase(ClaimPhase wanted) {
        phase = wanted;
        return this;
    }

    /** An expansion is on its way to that size; {@code status} as in {@code allocatedResourceStatuses}. */
    public ClaimSample expandingTo(String size, @Nullable String status) {
        allocated = quantity(size);
        allocatedStatus = status;
        return this;
    }

    public ClaimSample withCondition(String type, String status, String reason, String message) {
        conditions.add(new Condition(type, status, reason, message, "", ""));
        return this;
    }

    /** The VolumeAttributesClasses it wants and has. */
    public ClaimSample ofAttributes(@Nullable String wanted, @Nullable String current) {
        attributesClass = wanted;
        currentAttributesClass = current;
        return this;
    }

    public ClaimSample modifyingTo(String target, String status) {
        modification = new Claim.Modification(target, status);
        return this;
    }

    public Claim record() {
        Claim.Spec spec = new Claim.Spec(
                modes,
                requested,
                storageClass,
                volumeName,
                volumeMode,
                dataSource,
                dataSourceRef,
                false,
                attributesClass);
        Claim.Status status = new Claim.Status(
                phase, capacity, allocated, allocatedStatus, conditions, currentAttributesClass, modification);
        return new Claim(meta.value(), spec, status);
    }

    public JsonObject json() {
        return Json.object("v1", "PersistentVolumeClaim", meta, Map.of("spec", spec(), "status", status()));
    }

    private Map<String, Object> spec() {
        Map<String, Object> spec = new LinkedHashMap<>();
        spec.put("accessModes", Json.wireNames(modes));
        Json.put(spec, "resources", requested == null ? null : Map.of("requests", storage(requested)));
        if (storageClass != null) {
            spec.put("storageClassName", storageClass);
        }
        Json.put(spec, "volumeName", volumeName);
        Json.put(spec, "volumeMode", volumeMode);
        Json.put(spec, "dataSource", dataSource == null ? null : source(dataSource));
        Json.put(spec, "dataSourceRef", dataSourceRef == null ? null : source(dataSourceRef));
        Json.put(spec, "volumeAttributesClassName", attributesClass);
        return spec;
    }

    private Map<String, Object> status() {
        Map<String, Object> status = new LinkedHashMap<>();
        Json.put(status, "phase", phase);
        Json.put(status, "capacity", capacity == null ? null : storage(capacity));
        Json.put(status, "allocatedResources", allocated == null ? null : storage(allocated));
        Json.put(
                status,
                "allocatedResourceStatuses",
                allocatedStatus == null ? null : Map.of("storage", allocatedStatus));
        status.put("conditions", conditions.stream().map(ClaimSample::condition).toList());
        Json.put(status, "currentVolumeAttributesClassName", currentAttributesClass);
        Json.put(
                status,
                "modifyVolumeStatus",
                modification == null
                        ? null
                        : Map.of(
                                "targetVolumeAttributesClassName",
                                modification.targetClass(),
                                "status",
                                modification.status()));
        return status;
    }

    private static Map<String, Object> condition(Condition condition) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("type", condition.type());
        tree.put("status", condition.status());
        Json.put(tree, "reason", condition.reason());
        Json.put(tree, "message", condition.message());
        return tree;
    }

    private static Map<String, Object> source(DataSource source) {
        Map<String, Object> tree = new LinkedHashMap<>();
        Json.put(tree, "apiGroup", source.apiGroup());
        tree.put("kind", source.kind());
        tree.put("name", source.name());
        Json.put(tree, "namespace", source.namespace());
        return tree;
    }

    private static Map<String, String> storage(Quantity quantity) {
        return Map.of("storage", quantity.text());
    }

    private static @Nullable Quantity quantity(@Nullable String text) {
        return text == null ? null : Quantity.parse(text).orElseThrow();
    }
}
