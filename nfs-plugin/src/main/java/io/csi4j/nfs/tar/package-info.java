/**
 * The tar format as streams: what snapshots hold, and what travels between two ways into a share.
 *
 * <p>Enter at {@link TarWriter} and {@link TarReader}. Reads what GNU tar and the upstream driver write, and writes what
 * both read (contract 3.7). Names are texts of bytes, one character for each byte (ISO 8859-1), as a volume may hold
 * names in no encoding at all. Memory is bounded whatever an archive holds. Knows no share.
 */
@NullMarked
package io.csi4j.nfs.tar;

import org.jspecify.annotations.NullMarked;
