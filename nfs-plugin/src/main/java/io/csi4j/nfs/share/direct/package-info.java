/**
 * The way into a share that needs no privilege: NFSv4.0 spoken in user space through the C library libnfs.
 *
 * <p>Enter at {@link DirectWay}. {@link io.csi4j.nfs.share.direct.Libnfs} is the only class that calls native code,
 * and only the one thread of {@link io.csi4j.nfs.share.direct.NfsLoop} runs the library; everything else are values
 * that go to that thread and come back. The library's own file functions are not used, because they follow links, cannot
 * set the mode of a directory by NFSv4 and hold a whole directory in memory: what is sent are our own compounds.
 */
@NullMarked
package io.csi4j.nfs.share.direct;

import org.jspecify.annotations.NullMarked;
