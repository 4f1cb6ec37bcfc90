package io.csi4j.lab;

import java.nio.file.Path;

/**
 * A folder of this machine as an NFS server shows it.
 *
 * @param share absolute path in the server's name space, such as {@code /share}
 * @param folder must exist when the server starts, on a file system with file handles (ext4, xfs, tmpfs; not overlayfs)
 * @param squashesRoot whether root of a client becomes nobody
 */
public record NfsExport(String share, Path folder, boolean isReadOnly, boolean squashesRoot) {
    public NfsExport {
        if (!share.startsWith("/") || share.length() < 2) {
            throw new LabException("need a share of the form /name, got " + share);
        }
        folder = folder.toAbsolutePath().normalize();
    }

    /** Read and write, root stays root. */
    public static NfsExport of(String share, Path folder) {
        return new NfsExport(share, folder, false, false);
    }

    /** The same, read only. */
    public NfsExport readOnly() {
        return new NfsExport(share, folder, true, squashesRoot);
    }

    /** The same, with root of a client as nobody. */
    public NfsExport squashingRoot() {
        return new NfsExport(share, folder, isReadOnly, true);
    }
}
