package io.csi4j.nfs.content;

import java.time.Instant;

/**
 * A snapshot whose archive is whole and in its place.
 *
 * @param bytes of the archive
 * @param made when the archive was written
 */
public record StoredSnapshot(long bytes, Instant made) {}
