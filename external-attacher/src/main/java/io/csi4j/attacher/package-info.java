/**
 * csi-attacher: publishes volumes to nodes, and takes them away again, through a CSI driver.
 *
 * <p>Enter at {@link io.csi4j.attacher.Attacher}; {@link io.csi4j.attacher.AttacherOptions} holds the command line,
 * {@code Controllers} wires the rooms to watches and queues. Knows every room; no room knows it.
 */
@NullMarked
package io.csi4j.attacher;

import org.jspecify.annotations.NullMarked;
