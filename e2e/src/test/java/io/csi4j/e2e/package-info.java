/**
 * The user stories on real parts: {@code *IT} need the control plane and the NFS server, {@code *E2E} also the node.
 *
 * <p>All classes share one {@link InstalledOnce installation}; a test makes objects of its own names and does not
 * count on being alone.
 */
@NullMarked
package io.csi4j.e2e;

import org.jspecify.annotations.NullMarked;
