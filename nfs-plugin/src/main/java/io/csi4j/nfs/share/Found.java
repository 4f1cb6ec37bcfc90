package io.csi4j.nfs.share;

/**
 * What stands at a place of a share, not followed if it is a link.
 *
 * @param mode permission bits, 0 to 07777
 * @param number of the file on its file system, to tell whether a place still holds the same thing
 */
public record Found(Kind kind, int mode, long number) {
    /** {@code OTHER} is a file, a device, a socket or a pipe. */
    public enum Kind {
        DIRECTORY,
        LINK,
        OTHER
    }

    public boolean isDirectory() {
        return kind == Kind.DIRECTORY;
    }
}
