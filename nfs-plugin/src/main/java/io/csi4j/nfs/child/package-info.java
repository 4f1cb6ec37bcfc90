/**
 * Child processes with an end: every one is killed and reaped at its deadline, and their number is bounded.
 *
 * <p>Enter at {@link Children}. Whatever may hang on a dead NFS server, such as mount, umount, stat and rm on a kernel
 * mount, runs in a child, because a thread of ours in such a call could not be stopped. Knows nothing of NFS or CSI.
 */
@NullMarked
package io.csi4j.nfs.child;

import org.jspecify.annotations.NullMarked;
