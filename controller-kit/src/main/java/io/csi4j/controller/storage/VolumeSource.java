package io.csi4j.controller.storage;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Who serves a volume. */
public sealed interface VolumeSource {
    /**
     * A CSI driver.
     *
     * @param fsType empty leaves the choice to the driver
     * @param attributes the volume context of CreateVolume
     */
    record Csi(
            String driver,
            String volumeHandle,
            boolean readOnly,
            String fsType,
            Map<String, String> attributes,
            SecretReferences secrets)
            implements VolumeSource {
        public Csi {
            attributes = Map.copyOf(attributes);
        }
    }

    /**
     * Something else.
     *
     * @param field the field of the volume's spec that holds it, for example {@code awsElasticBlockStore}; empty if
     *     there is none
     * @param entries for a plugin that a CSI driver took over from ({@link InTree}): what the source says by plain
     *     values, as they are written, and the volume's zone by the name of its label
     */
    record Other(String field, Map<String, String> entries) implements VolumeSource {
        public Other {
            entries = Map.copyOf(entries);
        }

        /** Of a plugin that no driver took over from, or that says nothing. */
        public Other(String field) {
            this(field, Map.of());
        }
    }

    /** The secrets a driver wants with its calls, by reference; each may be missing. */
    record SecretReferences(
            @Nullable SecretReference controllerPublish,
            @Nullable SecretReference nodeStage,
            @Nullable SecretReference nodePublish,
            @Nullable SecretReference controllerExpand,
            @Nullable SecretReference nodeExpand) {
        public static final SecretReferences NONE = new SecretReferences(null, null, null, null, null);
    }
}
