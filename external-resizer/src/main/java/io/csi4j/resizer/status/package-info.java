/**
 * What the status of a claim says of expansion and modification, and what it shall say next.
 *
 * <p>Enter at {@link io.csi4j.resizer.status.Goal} (which size to expand to), {@link
 * io.csi4j.resizer.status.ModifyStep} (which class to apply), and the marks, which answer a {@link
 * io.csi4j.resizer.status.ClaimEdit}. Pure: no client, clock, log or random. May use {@code storage} alone.
 */
@NullMarked
package io.csi4j.resizer.status;

import org.jspecify.annotations.NullMarked;
