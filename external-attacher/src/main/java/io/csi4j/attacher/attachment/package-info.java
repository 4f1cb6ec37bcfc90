/**
 * Attaches and detaches: one pass over one VolumeAttachment.
 *
 * <p>Enter at {@link AttachmentReconciler}, or {@link TrivialReconciler} for drivers that need no attaching;
 * {@link AttachmentChanges} judges which change is worth a pass. May use {@code request}, {@code volume} and both kits;
 * must not know {@code published}.
 */
@NullMarked
package io.csi4j.attacher.attachment;

import org.jspecify.annotations.NullMarked;
