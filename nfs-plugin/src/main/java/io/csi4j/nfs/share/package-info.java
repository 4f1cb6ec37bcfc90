/**
 * What the controller does on a share: make, retain, archive and remove the directory of a volume.
 *
 * <p>Enter at {@link Shares}. There are two ways into a share behind {@link Share}: {@code share.direct} speaks NFS in
 * user space, {@code share.mounted} mounts with the kernel; what is done is the same through both and stands here.
 * A fault travels as one checked exception, {@link ShareFault}, because every chain of steps on a share ends at one
 * place, the RPC. May use {@code volumeid}; must not know gRPC or CSI.
 */
@NullMarked
package io.csi4j.nfs.share;

import org.jspecify.annotations.NullMarked;
