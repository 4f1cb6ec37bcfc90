/**
 * csi-provisioner: makes and deletes volumes for claims through a CSI driver.
 *
 * <p>Enter at {@link io.csi4j.provisioner.Provisioner}; {@link io.csi4j.provisioner.ProvisionerOptions} holds the
 * command line, {@code Controllers} wires the rooms to watches and queues. Knows every room; no room knows it.
 */
@NullMarked
package io.csi4j.provisioner;

import org.jspecify.annotations.NullMarked;
