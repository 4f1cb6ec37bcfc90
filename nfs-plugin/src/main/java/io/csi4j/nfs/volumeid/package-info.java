/**
 * What the texts of this driver mean: volume and snapshot ids, class parameters, paths below a share.
 *
 * <p>Enter at {@link ClassParameters#read} for a new volume and at {@link VolumeId#parse} for one that exists.
 * Pure: no server, file, clock or log is touched, and nothing of gRPC is known. Every id ever written by the
 * upstream driver is read here (docs/contracts/nfs-plugin.md, section 3).
 */
@NullMarked
package io.csi4j.nfs.volumeid;

import org.jspecify.annotations.NullMarked;
