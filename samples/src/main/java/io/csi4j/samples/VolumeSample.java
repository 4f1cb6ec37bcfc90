package io.csi4j.samples;

import com.google.gson.JsonObject;
import io.csi4j.controller.storage.AccessMode;
import io.csi4j.controller.storage.Annotations;
import io.csi4j.controller.storage.Claim;
import io.csi4j.controller.storage.ClaimReference;
import io.csi4j.controller.storage.NodeTerm;
import io.csi4j.controller.storage.Quantity;
import io.csi4j.controller.storage.ReclaimPolicy;
import io.csi4j.controller.storage.Volume;
import io.csi4j.controller.storage.VolumeMode;
import io.csi4j.controller.storage.VolumePhase;
import io.csi4j.controller.storage.VolumeSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A volume in the making. Mutable. */
public final class VolumeSample {
    private final MetaSample meta = new MetaSample("", "volume-1");
    private final Map<String, String> attributes = new LinkedHashMap<>();
    private Quantity capacity = Quantity.parse("1Gi").orElseThrow();
    private List<AccessMode> modes = List.of(AccessMode.READ_WRITE_ONCE);
    private ReclaimPolicy policy = ReclaimPolicy.DELETE;
    private @Nullable VolumeMode volumeMode;
    private @Nullable ClaimReference claimRef;
    private @Nullable List<NodeTerm> nodeAffinity;
    private @Nullable String attributesClass;
    private String driver = Samples.DRIVER;
    private String handle = "handle-1";
    private String fsType = "";
    private boolean readOnly;
    private VolumePhase phase = VolumePhase.AVAILABLE;

    VolumeSample() {
        meta.annotated(Annotations.PROVISIONED_BY, Samples.DRIVER);
    }

    public VolumeSample named(String name) {
        meta.named(name);
        return this;
    }

    public VolumeSample uid(String uid) {
        meta.uid(uid);
        return this;
    }

    public VolumeSample annotated(String key, String value) {
        meta.annotated(key, value);
        return this;
    }

    public VolumeSample heldBy(String finalizer) {
        meta.heldBy(finalizer);
        return this;
    }

    public VolumeSample deleting() {
        meta.deleting();
        return this;
    }

    public VolumeSample of(String size) {
        capacity = Quantity.parse(size).orElseThrow();
        return this;
    }

    public VolumeSample modes(AccessMode... wanted) {
        modes = List.of(wanted);
        return this;
    }

    public VolumeSample reclaimed(ReclaimPolicy wanted) {
        policy = wanted;
        return this;
    }

    public VolumeSample asBlock() {
        volumeMode = VolumeMode.BLOCK;
        return this;
    }

    /** Bound to that claim. */
    public VolumeSample boundTo(Claim claim) {
        claimRef = new ClaimReference(claim.key().namespace(), claim.name(), claim.uid(), "");
        phase = VolumePhase.BOUND;
        return this;
    }

    public VolumeSample inPhase(VolumePhase wanted) {
        phase = wanted;
        return this;
    }

    /** Only on nodes whose label has one of the values. */
    public VolumeSample onlyWhere(String label, String... values) {
        nodeAffinity = List.of(new NodeTerm(List.of(NodeTerm.Requirement.in(label, List.of(values)))));
        return this;
    }

    public VolumeSample ofAttributes(String name) {
        attributesClass = name;
        return this;
    }

    /** Served by that driver under that handle. */
    public VolumeSample servedBy(String wantedDriver, String wantedHandle) {
        driver = wantedDriver;
        handle = wantedHandle;
        return this;
    }

    public VolumeSample withAttribute(String key, String value) {
        attributes.put(key, value);
        return this;
    }

    public VolumeSample formatted(String wanted) {
        fsType = wanted;
        return this;
    }

    public VolumeSample readOnly() {
        readOnly = true;
        return this;
    }

    public Volume record() {
        VolumeSource source =
                new VolumeSource.Csi(driver, handle, readOnly, fsType, attributes, VolumeSource.SecretReferences.NONE);
        Volume.Spec spec = new Volume.Spec(
                capacity,
                modes,
                policy,
                Samples.CLASS,
                attributesClass,
                List.of(),
                volumeMode,
                claimRef,
                nodeAffinity,
                source);
        return new Volume(meta.value(), spec, phase);
    }

    public JsonObject json() {
        return Json.object(
                "v1", "PersistentVolume", meta, Map.of("spec", spec(), "status", Map.of("phase", phase.wireName())));
    }

    private Map<String, Object> spec() {
        Map<String, Object> spec = new LinkedHashMap<>();
        spec.put("capacity", Map.of("storage", capacity.text()));
        spec.put("accessModes", Json.wireNames(modes));
        Json.put(spec, "persistentVolumeReclaimPolicy", policy);
        spec.put("storageClassName", Samples.CLASS);
        Json.put(spec, "volumeAttributesClassName", attributesClass);
        Json.put(spec, "volumeMode", volumeMode);
        Json.put(spec, "claimRef", claimRef == null ? null : claim(claimRef));
        Json.put(spec, "nodeAffinity", nodeAffinity == null ? null : affinity(nodeAffinity));
        spec.put("csi", csi());
        return spec;
    }

    private Map<String, Object> csi() {
        Map<String, Object> csi = new LinkedHashMap<>();
        csi.put("driver", driver);
        csi.put("volumeHandle", handle);
        Json.put(csi, "readOnly", readOnly ? Boolean.TRUE : null);
        Json.put(csi, "fsType", fsType);
        csi.put("volumeAttributes", attributes);
        return csi;
    }

    private static Map<String, Object> claim(ClaimReference claim) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("apiVersion", "v1");
        tree.put("kind", "PersistentVolumeClaim");
        tree.put("namespace", claim.namespace());
        tree.put("name", claim.name());
        Json.put(tree, "uid", claim.uid());
        Json.put(tree, "resourceVersion", claim.resourceVersion());
        return tree;
    }

    private static Map<String, Object> affinity(List<NodeTerm> terms) {
        return Map.of("required", Map.of("nodeSelectorTerms", Json.terms(terms, "matchExpressions")));
    }
}
