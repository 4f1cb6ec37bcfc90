/**
 * Log lines in the two shapes of the Kubernetes components, text and JSON, all on standard error.
 *
 * <p>Enter at {@link Log#of}; a program calls {@link Logging#configure} once. Lines that are off cost a comparison.
 * Messages of the driver's protocol go through {@link Sanitizer}, so that no secret reaches a line. Contract:
 * common.md, section 4. The lowest room: knows no other.
 */
@NullMarked
package io.csi4j.sidecar.log;

import org.jspecify.annotations.NullMarked;
