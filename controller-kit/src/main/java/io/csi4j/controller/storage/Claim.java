package io.csi4j.controller.storage;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A PersistentVolumeClaim as the watch or a request last saw it. */
public record Claim(Meta meta, Spec spec, Status status) implements KubeObject {

    /**
     * What the user asks for.
     *
     * @param requested storage asked for, null if the claim names none
     * @param storageClassName null and {@code ""} differ: "choose for me" and "no class"
     * @param volumeName empty until the claim is bound
     * @param volumeMode null means a file system
     * @param hasSelector the claim selects volumes by label, which no provisioner can honour
     */
    public record Spec(
            List<AccessMode> accessModes,
            @Nullable Quantity requested,
            @Nullable String storageClassName,
            String volumeName,
            @Nullable VolumeMode volumeMode,
            @Nullable DataSource dataSource,
            @Nullable DataSource dataSourceRef,
            boolean hasSelector,
            @Nullable String volumeAttributesClassName) {
        public Spec {
            accessModes = List.copyOf(accessModes);
        }
    }

    /**
     * What the cluster has made of it.
     *
     * @param capacity size of the bound volume, null while there is none
     * @param allocated {@code allocatedResources[storage]}: the size an expansion works towards
     * @param allocatedStatus {@code allocatedResourceStatuses[storage]}, for example {@code NodeResizePending}
     * @param currentAttributesClass the VolumeAttributesClass in force
     */
    public record Status(
            ClaimPhase phase,
            @Nullable Quantity capacity,
            @Nullable Quantity allocated,
            @Nullable String allocatedStatus,
            List<Condition> conditions,
            @Nullable String currentAttributesClass,
            @Nullable Modification modification) {
        /** The status of a claim nobody has looked at. */
        public static final Status NONE = new Status(ClaimPhase.NONE, null, null, null, List.of(), null, null);

        public Status {
            conditions = List.copyOf(conditions);
        }
    }

    /** {@code status.modifyVolumeStatus}: which VolumeAttributesClass is being applied and how far that is. */
    public record Modification(String targetClass, String status) {}

    /** Bytes asked for, rounded up; 0 if the claim names none. */
    public long requestedBytes() {
        Quantity requested = spec.requested();
        return requested == null ? 0 : requested.bytes();
    }

    /** Bytes the bound volume offers according to the claim's status; 0 if unknown. */
    public long capacityBytes() {
        Quantity capacity = status.capacity();
        return capacity == null ? 0 : capacity.bytes();
    }

    public boolean isBlock() {
        return spec.volumeMode() == VolumeMode.BLOCK;
    }

    /** The condition of that type, if the claim has one. */
    public Optional<Condition> condition(String type) {
        return status.conditions().stream()
                .filter(condition -> condition.type().equals(type))
                .findFirst();
    }

    public Claim withMeta(Meta wanted) {
        return new Claim(wanted, spec, status);
    }
}
