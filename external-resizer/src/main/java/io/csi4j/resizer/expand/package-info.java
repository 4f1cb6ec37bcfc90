/**
 * Expands the volumes of claims that request more than they have.
 *
 * <p>Enter at {@link io.csi4j.resizer.expand.ExpandReconciler}, which alone decides events and when a claim is looked
 * at again; {@link io.csi4j.resizer.expand.InUse} holds claims back that pods use. May use {@code claim}, {@code
 * status} and the kits; must not know {@code modify}.
 */
@NullMarked
package io.csi4j.resizer.expand;

import org.jspecify.annotations.NullMarked;
