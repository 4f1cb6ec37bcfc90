/**
 * The node service: kernel mounts for pods and what kubelet asks about them (contract section 4).
 *
 * <p>Enter at {@link NodeService}. The state of mounts is read from the kernel's mount table, never by touching a
 * path that may hang; whatever has to touch one is a child process with a deadline.
 */
@NullMarked
package io.csi4j.nfs.node;

import org.jspecify.annotations.NullMarked;
