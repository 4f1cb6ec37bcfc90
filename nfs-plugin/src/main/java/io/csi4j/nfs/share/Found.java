package io.csi4j.nfs.share;

import java.time.Instant;

/**
 * What stands at a place of a share, not followed if it is a link.
 *
 * @param mode permission bits, 0 to 07777
 * @param number of the file on its file system, to tell whether a place still holds the same thing
 * @param size in bytes; of a file only it says how much is in it
 * @param modified when its content changed last
 */
public record Found(Kind kind, int mode, long number, long size, Instant modified) {
    /** {@code OTHER} is a device, a socket or a pipe. */
    public enum Kind {
        DIRECTORY,
        FILE,
        LINK,
        OTHER
    }

    public boolean isDirectory() {
        return kind == Kind.DIRECTORY;
    }

    public boolean isFile() {
        return kind == Kind.FILE;
    }
}
