/**
 * What both controllers need for one claim: its volume, secrets, writes of its status, events, and the driver.
 *
 * <p>Enter at {@link io.csi4j.resizer.claim.Cluster} and {@link io.csi4j.resizer.claim.Driver}. Every fault comes back
 * as a {@link io.csi4j.resizer.claim.Step}. May use {@code status} and the kits; must not know {@code expand} or
 * {@code modify}.
 */
@NullMarked
package io.csi4j.resizer.claim;

import org.jspecify.annotations.NullMarked;
