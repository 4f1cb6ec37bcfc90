/**
 * {@code csi-attacher}: publishes volumes to nodes for VolumeAttachments.
 *
 * <p>Enter at {@link Attacher}. The command line is upstream's; the work behind it is not built yet, so the program
 * says so and ends.
 */
@NullMarked
package io.csi4j.attacher;

import org.jspecify.annotations.NullMarked;
