package io.csi4j.nfs.share.direct;

import java.time.Instant;

/**
 * What a server says of a file, as far as it was asked and gave it; else 0, or empty.
 *
 * @param number of the file on its file system
 * @param handle empty unless asked for
 * @param links how many names the file has
 * @param user as the server writes it: a number, or {@code name@domain}
 * @param group the same
 */
record FileAttributes(
        Type type,
        long number,
        Bytes handle,
        int mode,
        long size,
        int links,
        Bytes user,
        Bytes group,
        Device device,
        Instant modified) {
    /** {@code nfs_ftype4}. */
    enum Type {
        UNKNOWN(0),
        FILE(1),
        DIRECTORY(2),
        BLOCK_DEVICE(3),
        CHARACTER_DEVICE(4),
        LINK(5),
        SOCKET(6),
        PIPE(7);

        private final int number;

        Type(int number) {
            this.number = number;
        }

        int number() {
            return number;
        }

        static Type of(int number) {
            for (Type type : values()) {
                if (type.number == number) {
                    return type;
                }
            }
            return UNKNOWN;
        }
    }

    record Device(int major, int minor) {}

    boolean isDirectory() {
        return type == Type.DIRECTORY;
    }

    boolean isLink() {
        return type == Type.LINK;
    }

    boolean isFile() {
        return type == Type.FILE;
    }
}
