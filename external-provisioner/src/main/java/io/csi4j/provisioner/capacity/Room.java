package io.csi4j.provisioner.capacity;

import io.csi4j.controller.storage.Quantity;
import io.csi4j.spec.v1.GetCapacityResponse;
import org.jspecify.annotations.Nullable;

/**
 * How much room the driver says there is.
 *
 * @param available for all new volumes together; 0 is told like any other number
 * @param largest what one volume may have at most, null if the driver does not say
 */
public record Room(Quantity available, @Nullable Quantity largest) {
    public static Room of(GetCapacityResponse response) {
        return new Room(
                Quantity.ofBytes(response.getAvailableCapacity()),
                response.hasMaximumVolumeSize()
                        ? Quantity.ofBytes(response.getMaximumVolumeSize().getValue())
                        : null);
    }
}
