/**
 * How much room is left, as CSIStorageCapacity objects: which topology segments there are, which pairs of segment and
 * class need an object, and what is to be written or deleted (contract section 9).
 *
 * <p>Enter at {@link io.csi4j.provisioner.capacity.Segments}, {@link io.csi4j.provisioner.capacity.CapacityKey} and
 * {@link io.csi4j.provisioner.capacity.Writing}. Pure: no client, clock, log or random. May use {@code topology},
 * {@code storage} and the CSI messages; must not know {@code claim}, {@code request}, {@code volume} or
 * {@code capacity.upkeep}.
 */
@NullMarked
package io.csi4j.provisioner.capacity;

import org.jspecify.annotations.NullMarked;
