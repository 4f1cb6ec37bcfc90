package io.csi4j.sidecar.csi;

import io.csi4j.sidecar.launch.Exit;
import io.csi4j.sidecar.launch.StartupException;
import io.csi4j.sidecar.log.Log;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import org.jspecify.annotations.Nullable;

/**
 * The file of a server's socket, from clearing its place to taking it away. Mutable: knows after {@link #show} which
 * file is its own, so that it never removes the socket of a successor.
 */
final class SocketFile {
    private static final Log LOG = Log.of(SocketFile.class);

    /** Kind bits of a file's mode and their value for a socket: inode(7). */
    private static final int KIND = 0170000;

    private static final int SOCKET = 0140000;

    private final DriverAddress.UnixSocket place;
    private final DriverAddress.UnixSocket boundAt;
    private volatile @Nullable Object identity;

    private SocketFile(DriverAddress.UnixSocket place, DriverAddress.UnixSocket boundAt) {
        this.place = place;
        this.boundAt = boundAt;
    }

    /** Bound at its place. */
    static SocketFile open(DriverAddress.UnixSocket place) {
        return cleared(new SocketFile(place, place));
    }

    /** Bound beside its place under a dot name, which takes one byte of the path's limit. */
    static SocketFile hidden(DriverAddress.UnixSocket place) {
        Path dotted = place.path().resolveSibling("." + place.path().getFileName());
        return cleared(new SocketFile(place, new DriverAddress.UnixSocket(dotted)));
    }

    /** Where it ends up. */
    DriverAddress.UnixSocket place() {
        return place;
    }

    /** Where the server has to bind. */
    DriverAddress.UnixSocket boundAt() {
        return boundAt;
    }

    /** To be called once the server listens: puts a hidden socket in its place, for its owner alone. */
    void show() {
        try {
            if (!boundAt.equals(place)) {
                Files.setPosixFilePermissions(boundAt.path(), PosixFilePermissions.fromString("rwx------"));
                Files.move(boundAt.path(), place.path(), StandardCopyOption.ATOMIC_MOVE);
            }
            identity = identityOf(place.path());
        } catch (IOException failure) {
            throw new StartupException(
                    Exit.FAILURE, "cannot put the socket in its place " + place + ": " + failure, failure);
        }
    }

    /** Takes the file away if it still is this server's; a failure is only logged. */
    void remove() {
        try {
            if (identity != null && identity.equals(identityOf(place.path()))) {
                Files.deleteIfExists(place.path());
            }
        } catch (NoSuchFileException gone) {
            LOG.v(5).info("socket is gone already", "path", place);
        } catch (IOException failure) {
            LOG.error(failure, "cannot remove the socket", "path", place);
        }
    }

    private static SocketFile cleared(SocketFile file) {
        clear(file.place.path());
        clear(file.boundAt.path());
        return file;
    }

    private static void clear(Path path) {
        try {
            int mode = (int) Files.getAttribute(path, "unix:mode", LinkOption.NOFOLLOW_LINKS);
            if ((mode & KIND) != SOCKET) {
                throw new StartupException(Exit.FAILURE, "cannot listen on " + path + ": it exists and is no socket");
            }
            Files.deleteIfExists(path);
        } catch (NoSuchFileException free) {
            LOG.v(5).info("socket path is free", "path", path);
        } catch (IOException failure) {
            throw new StartupException(
                    Exit.FAILURE, "cannot remove the socket left behind at " + path + ": " + failure, failure);
        }
    }

    private static @Nullable Object identityOf(Path path) throws IOException {
        return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                .fileKey();
    }
}
