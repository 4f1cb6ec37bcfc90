package io.csi4j.resizer;

import io.csi4j.controller.storage.AccessMode;
import io.csi4j.controller.storage.Claim;
import io.csi4j.controller.storage.ClaimPhase;
import io.csi4j.controller.storage.ClaimReference;
import io.csi4j.controller.storage.Condition;
import io.csi4j.controller.storage.Meta;
import io.csi4j.controller.storage.ObjectKey;
import io.csi4j.controller.storage.Quantity;
import io.csi4j.controller.storage.SecretReference;
import io.csi4j.controller.storage.Volume;
import io.csi4j.controller.storage.VolumeMode;
import io.csi4j.controller.storage.VolumePhase;
import io.csi4j.controller.storage.VolumeSource;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Objects a test starts from: valid ones, of which it changes what matters. */
public final class Given {
    public static final String DRIVER = "test.csi.example.com";
    public static final String UID = "11111111-2222-3333-4444-555555555555";
    public static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    public static final String EARLIER = "2025-12-31T00:00:00Z";

    private Given() {}

    public static ClaimBuilder aClaim() {
        return new ClaimBuilder();
    }

    public static VolumeBuilder aVolume() {
        return new VolumeBuilder();
    }

    /** A condition that has been true since yesterday. */
    public static Condition condition(String type, String reason, String message) {
        return new Condition(type, "True", reason, message, "", EARLIER);
    }

    private static @Nullable Quantity quantity(@Nullable String text) {
        return text == null || text.isEmpty() ? null : Quantity.parse(text).orElseThrow();
    }

    /** A claim for 2Gi, bound to a volume of 1Gi. */
    public static final class ClaimBuilder {
        private final Map<String, String> annotations = new HashMap<>();
        private @Nullable Quantity requested = quantity("2Gi");
        private @Nullable Quantity capacity = quantity("1Gi");
        private @Nullable Quantity allocated;
        private @Nullable String status;
        private ClaimPhase phase = ClaimPhase.BOUND;
        private final List<Condition> conditions = new ArrayList<>();
        private @Nullable String wantedClass;
        private @Nullable String currentClass;
        private Claim.@Nullable Modification modification;

        public ClaimBuilder annotated(String key, String value) {
            annotations.put(key, value);
            return this;
        }

        public ClaimBuilder requesting(@Nullable String size) {
            requested = quantity(size);
            return this;
        }

        public ClaimBuilder having(@Nullable String size) {
            capacity = quantity(size);
            return this;
        }

        public ClaimBuilder allocated(@Nullable String size) {
            allocated = quantity(size);
            return this;
        }

        /** The resize status in the API's words; null or empty for none. */
        public ClaimBuilder status(@Nullable String wanted) {
            status = wanted == null || wanted.isEmpty() ? null : wanted;
            return this;
        }

        public ClaimBuilder phase(ClaimPhase wanted) {
            phase = wanted;
            return this;
        }

        public ClaimBuilder with(Condition condition) {
            conditions.add(condition);
            return this;
        }

        public ClaimBuilder with(String type) {
            return with(condition(type, "", ""));
        }

        public ClaimBuilder wantingClass(@Nullable String name) {
            wantedClass = name;
            return this;
        }

        public ClaimBuilder currentClass(@Nullable String name) {
            currentClass = name;
            return this;
        }

        public ClaimBuilder modifying(String target, String how) {
            modification = new Claim.Modification(target, how);
            return this;
        }

        public Claim build() {
            var meta = new Meta(new ObjectKey("team", "data"), UID, "7", false, annotations, List.of());
            var spec = new Claim.Spec(
                    List.of(AccessMode.READ_WRITE_ONCE),
                    requested,
                    "fast",
                    "pv-1",
                    null,
                    null,
                    null,
                    false,
                    wantedClass);
            var state = new Claim.Status(phase, capacity, allocated, status, conditions, currentClass, modification);
            return new Claim(meta, spec, state);
        }
    }

    /** A volume of 1Gi of the driver, bound to {@link #aClaim}. */
    public static final class VolumeBuilder {
        private final Map<String, String> annotations = new HashMap<>();
        private @Nullable Quantity capacity = quantity("1Gi");
        private List<AccessMode> modes = List.of(AccessMode.READ_WRITE_ONCE);
        private @Nullable VolumeMode mode;
        private String handle = "handle-1";
        private @Nullable ClaimReference claim = new ClaimReference("team", "data", UID, "");
        private @Nullable SecretReference secret;
        private String driver = DRIVER;
        private @Nullable String inTree;

        public VolumeBuilder annotated(String key, String value) {
            annotations.put(key, value);
            return this;
        }

        public VolumeBuilder having(@Nullable String size) {
            capacity = quantity(size);
            return this;
        }

        public VolumeBuilder modes(List<AccessMode> wanted) {
            modes = wanted;
            return this;
        }

        public VolumeBuilder block() {
            mode = VolumeMode.BLOCK;
            return this;
        }

        public VolumeBuilder handle(String wanted) {
            handle = wanted;
            return this;
        }

        public VolumeBuilder of(String wanted) {
            driver = wanted;
            return this;
        }

        /** @param field of the spec that holds the source */
        public VolumeBuilder inTree(String field) {
            inTree = field;
            return this;
        }

        public VolumeBuilder boundTo(@Nullable ClaimReference wanted) {
            claim = wanted;
            return this;
        }

        public VolumeBuilder expandSecret(SecretReference wanted) {
            secret = wanted;
            return this;
        }

        public Volume build() {
            var meta = new Meta(ObjectKey.cluster("pv-1"), "volume-uid", "5", false, annotations, List.of());
            var secrets = new VolumeSource.SecretReferences(null, null, null, secret, null);
            VolumeSource csi = new VolumeSource.Csi(driver, handle, false, "ext4", Map.of(), secrets);
            var source = inTree == null ? csi : new VolumeSource.Other(inTree);
            var spec = new Volume.Spec(capacity, modes, null, "fast", null, List.of("hard"), mode, claim, null, source);
            return new Volume(meta, spec, VolumePhase.of("Bound"));
        }
    }
}
