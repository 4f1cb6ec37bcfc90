/**
 * From a claim to a volume: whether it is ours, what is tried, and what follows from the outcome.
 *
 * <p>Enter at {@code ClaimReconciler}, the only place that writes a claim's events and decides when it is looked at
 * again. May use {@code request}, {@code source}, {@code topology} and {@code volume}.
 */
@NullMarked
package io.csi4j.provisioner.claim;

import org.jspecify.annotations.NullMarked;
