package io.csi4j.controller.storage;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A PersistentVolume as the watch or a request last saw it, or as it shall be created. */
public record Volume(Meta meta, Spec spec, VolumePhase phase) implements KubeObject {

    /**
     * What the volume is; a VolumeAttachment may carry one inline.
     *
     * @param reclaimPolicy null leaves the choice to the API server (Retain)
     * @param storageClassName empty if none
     * @param volumeMode null means a file system
     * @param claimRef the claim it is bound to or reserved for
     * @param nodeAffinity terms any one of which a node must fit; null means every node, empty means no node
     */
    public record Spec(
            @Nullable Quantity capacity,
            List<AccessMode> accessModes,
            @Nullable ReclaimPolicy reclaimPolicy,
            String storageClassName,
            @Nullable String volumeAttributesClassName,
            List<String> mountOptions,
            @Nullable VolumeMode volumeMode,
            @Nullable ClaimReference claimRef,
            @Nullable List<NodeTerm> nodeAffinity,
            VolumeSource source) {
        public Spec {
            accessModes = List.copyOf(accessModes);
            mountOptions = List.copyOf(mountOptions);
            nodeAffinity = nodeAffinity == null ? null : List.copyOf(nodeAffinity);
        }

        public Spec withSource(VolumeSource wanted) {
            return with(accessModes, wanted);
        }

        public Spec withAccessModes(List<AccessMode> wanted) {
            return with(wanted, source);
        }

        private Spec with(List<AccessMode> modes, VolumeSource wanted) {
            return new Spec(
                    capacity,
                    modes,
                    reclaimPolicy,
                    storageClassName,
                    volumeAttributesClassName,
                    mountOptions,
                    volumeMode,
                    claimRef,
                    nodeAffinity,
                    wanted);
        }
    }

    /** Its CSI source; empty for a volume of an in-tree plugin. */
    public Optional<VolumeSource.Csi> csi() {
        return spec.source() instanceof VolumeSource.Csi csi ? Optional.of(csi) : Optional.empty();
    }

    /** Whether it is a CSI volume of exactly that driver. */
    public boolean isOf(String driver) {
        return spec.source() instanceof VolumeSource.Csi csi && csi.driver().equals(driver);
    }

    /** Bytes it offers; 0 if it does not say. */
    public long capacityBytes() {
        Quantity capacity = spec.capacity();
        return capacity == null ? 0 : capacity.bytes();
    }

    public Volume withMeta(Meta wanted) {
        return new Volume(wanted, spec, phase);
    }
}
