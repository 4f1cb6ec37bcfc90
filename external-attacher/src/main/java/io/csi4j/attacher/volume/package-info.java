/**
 * The volumes behind attachments: finding one, holding it by our finalizer, and letting it go when it is detached.
 *
 * <p>Enter at {@link VolumeLookup}, {@link VolumeFinalizer} and {@link VolumeReconciler}; {@link VolumeFate} is pure.
 * May use {@code request} and the controller kit; must not know {@code attachment} or {@code published}.
 */
@NullMarked
package io.csi4j.attacher.volume;

import org.jspecify.annotations.NullMarked;
