/**
 * What is in volumes: snapshots, volumes restored from them, clones (contract 3.6 and 3.7).
 *
 * <p>Enter at {@link Snapshots} and {@link Fills}. What may take hours is a job in the background, one for a name, which
 * outlives the call that began it: the call, repeated, finds it running, finds what it made, or gets the reason why it
 * failed. A job builds in a hidden folder of the share and puts what it made in its place by one rename, so a killed
 * plugin leaves nothing in sight; the same call repeated later takes the remains away and starts anew. May use
 * {@code share}, {@code tar} and {@code volumeid}; must not know gRPC or CSI.
 */
@NullMarked
package io.csi4j.nfs.content;

import org.jspecify.annotations.NullMarked;
