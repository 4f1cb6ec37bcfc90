/**
 * From a driver's new volume to the cluster's, and back: building, saving, protecting and deleting volumes.
 *
 * <p>Enter at {@link io.csi4j.provisioner.volume.PersistentVolumes#of}, {@code VolumeSaver} and
 * {@code VolumeReconciler}, the only place that decides what follows from a pass over a volume. May use
 * {@code request}; must not know {@code claim}.
 */
@NullMarked
package io.csi4j.provisioner.volume;

import org.jspecify.annotations.NullMarked;
