/**
 * Turns a claim and what it refers to into one {@code CreateVolume} request, and says why not if it cannot.
 *
 * <p>Enter at {@link io.csi4j.provisioner.request.CreateRequest#of}. Pure: no client, clock, log or random. A fault is
 * an {@link io.csi4j.provisioner.request.Obstacle} that carries the contract's state. May use {@code storage} and the
 * CSI messages; must not know {@code claim}, {@code volume} or {@code api}.
 */
@NullMarked
package io.csi4j.provisioner.request;

import org.jspecify.annotations.NullMarked;
