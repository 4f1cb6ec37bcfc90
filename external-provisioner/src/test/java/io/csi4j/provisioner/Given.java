package io.csi4j.provisioner;

import io.csi4j.controller.storage.AccessMode;
import io.csi4j.controller.storage.Annotations;
import io.csi4j.controller.storage.BindingMode;
import io.csi4j.controller.storage.Claim;
import io.csi4j.controller.storage.DataSource;
import io.csi4j.controller.storage.Meta;
import io.csi4j.controller.storage.NodeTerm;
import io.csi4j.controller.storage.ObjectKey;
import io.csi4j.controller.storage.Quantity;
import io.csi4j.controller.storage.ReclaimPolicy;
import io.csi4j.controller.storage.StorageClass;
import io.csi4j.controller.storage.VolumeMode;
import io.csi4j.provisioner.request.DriverFeatures;
import io.csi4j.spec.v1.ControllerServiceCapability.RPC;
import io.csi4j.spec.v1.PluginCapability.Service;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Objects a test starts from: valid ones, of which it changes what matters. */
public final class Given {
    public static final String DRIVER = "test.csi.example.com";
    public static final String CLASS = "fast";
    public static final String UID = "11111111-2222-3333-4444-555555555555";
    public static final String VOLUME_NAME = "pvc-" + UID;

    private Given() {}

    public static ClaimBuilder aClaim() {
        return new ClaimBuilder();
    }

    public static ClassBuilder aClass() {
        return new ClassBuilder();
    }

    /** A driver that makes volumes and can what else is named. */
    public static DriverFeatures driver(RPC.Type... more) {
        var calls = EnumSet.of(RPC.Type.CREATE_DELETE_VOLUME);
        calls.addAll(Arrays.asList(more));
        return new DriverFeatures(DRIVER, EnumSet.of(Service.Type.CONTROLLER_SERVICE), calls);
    }

    /** {@code key=value} pairs split by a semicolon, as tables write them. */
    public static Map<String, String> pairs(@Nullable String text) {
        var pairs = new LinkedHashMap<String, String>();
        for (String pair : text == null ? new String[0] : text.split(";")) {
            if (!pair.isBlank()) {
                String[] sides = pair.trim().split("=", 2);
                pairs.put(sides[0], sides[1]);
            }
        }
        return pairs;
    }

    /** A claim of this driver for 1Gi, read and written by one node, not bound yet. */
    public static final class ClaimBuilder {
        private String uid = UID;
        private String name = "data";
        private boolean deleting;
        private final Map<String, String> annotations = new HashMap<>(Map.of(Annotations.STORAGE_PROVISIONER, DRIVER));
        private List<AccessMode> modes = List.of(AccessMode.READ_WRITE_ONCE);
        private @Nullable Quantity requested = Quantity.ofBytes(1L << 30);
        private @Nullable String storageClass = CLASS;
        private String volumeName = "";
        private @Nullable VolumeMode volumeMode;
        private @Nullable DataSource dataSource;
        private @Nullable DataSource dataSourceRef;
        private boolean selector;
        private @Nullable String attributesClass;

        public ClaimBuilder uid(String wanted) {
            uid = wanted;
            return this;
        }

        public ClaimBuilder named(String wanted) {
            name = wanted;
            return this;
        }

        public ClaimBuilder deleting() {
            deleting = true;
            return this;
        }

        public ClaimBuilder annotated(Map<String, String> more) {
            annotations.putAll(more);
            return this;
        }

        public ClaimBuilder withoutAnnotations() {
            annotations.clear();
            return this;
        }

        public ClaimBuilder onNode(String node) {
            annotations.put(Annotations.SELECTED_NODE, node);
            return this;
        }

        public ClaimBuilder modes(AccessMode... wanted) {
            modes = List.of(wanted);
            return this;
        }

        public ClaimBuilder requesting(@Nullable String quantity) {
            requested = quantity == null ? null : Quantity.parse(quantity).orElseThrow();
            return this;
        }

        public ClaimBuilder ofClass(@Nullable String wanted) {
            storageClass = wanted;
            return this;
        }

        public ClaimBuilder boundTo(String volume) {
            volumeName = volume;
            return this;
        }

        public ClaimBuilder block() {
            volumeMode = VolumeMode.BLOCK;
            return this;
        }

        public ClaimBuilder filesystem() {
            volumeMode = VolumeMode.FILESYSTEM;
            return this;
        }

        public ClaimBuilder from(@Nullable DataSource source) {
            dataSource = source;
            return this;
        }

        public ClaimBuilder fromRef(@Nullable DataSource source) {
            dataSourceRef = source;
            return this;
        }

        public ClaimBuilder selecting() {
            selector = true;
            return this;
        }

        public ClaimBuilder attributes(@Nullable String wanted) {
            attributesClass = wanted;
            return this;
        }

        public Claim build() {
            var meta = new Meta(new ObjectKey("team", name), uid, "7", deleting, annotations, List.of());
            var spec = new Claim.Spec(
                    modes,
                    requested,
                    storageClass,
                    volumeName,
                    volumeMode,
                    dataSource,
                    dataSourceRef,
                    selector,
                    attributesClass);
            return new Claim(meta, spec, Claim.Status.NONE);
        }
    }

    /** A class of this driver, immediate, whose volumes go with their claims. */
    public static final class ClassBuilder {
        private String name = CLASS;
        private String uid = "class-uid";
        private String provisioner = DRIVER;
        private Map<String, String> parameters = Map.of();
        private @Nullable ReclaimPolicy policy = ReclaimPolicy.DELETE;
        private List<String> mountOptions = List.of();
        private @Nullable BindingMode mode = BindingMode.IMMEDIATE;
        private List<NodeTerm> topologies = List.of();

        public ClassBuilder named(String wanted) {
            name = wanted;
            return this;
        }

        public ClassBuilder uid(String wanted) {
            uid = wanted;
            return this;
        }

        public ClassBuilder of(String wanted) {
            provisioner = wanted;
            return this;
        }

        public ClassBuilder with(Map<String, String> wanted) {
            parameters = wanted;
            return this;
        }

        public ClassBuilder reclaim(@Nullable ReclaimPolicy wanted) {
            policy = wanted;
            return this;
        }

        public ClassBuilder mountOptions(String... wanted) {
            mountOptions = List.of(wanted);
            return this;
        }

        public ClassBuilder binding(@Nullable BindingMode wanted) {
            mode = wanted;
            return this;
        }

        public ClassBuilder allowed(List<NodeTerm> wanted) {
            topologies = wanted;
            return this;
        }

        public StorageClass build() {
            var meta = new Meta(ObjectKey.cluster(name), uid, "3", false, Map.of(), List.of());
            return new StorageClass(meta, provisioner, parameters, policy, mountOptions, mode, topologies, true);
        }
    }
}
