/**
 * Applies the VolumeAttributesClass that claims name to their volumes.
 *
 * <p>Enter at {@link io.csi4j.resizer.modify.ModifyReconciler}, which alone decides events and when a claim is looked
 * at again. May use {@code claim}, {@code status} and the kits; must not know {@code expand}.
 */
@NullMarked
package io.csi4j.resizer.modify;

import org.jspecify.annotations.NullMarked;
