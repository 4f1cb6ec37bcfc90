/**
 * The way into a share through the kernel's NFS client, for what the direct way cannot do: Kerberos, TLS, RDMA, NFSv3,
 * servers of NFSv4.1 and later only. Needs the privilege to mount.
 *
 * <p>Enter at {@link MountedWay}. Every operation has a mount of its own, in a directory made for it, and every touch
 * of the mount is a child process with a deadline.
 */
@NullMarked
package io.csi4j.nfs.share.mounted;

import org.jspecify.annotations.NullMarked;
