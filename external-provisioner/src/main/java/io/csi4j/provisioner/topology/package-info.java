/**
 * Where a new volume must be reachable: the accessibility requirement of one {@code CreateVolume} call.
 *
 * <p>Enter at {@link io.csi4j.provisioner.topology.Accessibility#of}. Pure: no client, clock, log or random; what it
 * looks up comes in as {@link io.csi4j.provisioner.topology.NodeViews}. May use {@code storage} and the CSI messages;
 * must not know {@code claim}, {@code request}, {@code volume} or {@code api}.
 */
@NullMarked
package io.csi4j.provisioner.topology;

import org.jspecify.annotations.NullMarked;
