/**
 * Keeps the CSIStorageCapacity objects true: asks the driver, writes, deletes, and knows when to look again (contract
 * section 9).
 *
 * <p>Enter at {@link io.csi4j.provisioner.capacity.upkeep.Upkeep}; {@code OwnerSearch} and {@code CapacityProbe} are
 * steps of the start. What is to be done is decided by {@code capacity}. May use {@code topology} and {@code volume};
 * must not know {@code claim} or {@code request}.
 */
@NullMarked
package io.csi4j.provisioner.capacity.upkeep;

import org.jspecify.annotations.NullMarked;
