package io.csi4j.provisioner.volume;

import io.csi4j.controller.storage.Volume;

/** Hears of whatever changes how much room is left at the driver. */
public interface CapacityHints {
    /** Nobody wants to know. */
    CapacityHints IGNORED = new CapacityHints() {
        @Override
        public void made(Volume volume) {}

        @Override
        public void failed(String storageClassName) {}

        @Override
        public void removed(Volume volume) {}
    };

    /** The driver has made a volume. */
    void made(Volume volume);

    /** The driver may have made a volume of that class, or has no room for one. */
    void failed(String storageClassName);

    /** The driver has deleted a volume. */
    void removed(Volume volume);
}
