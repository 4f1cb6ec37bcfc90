package io.csi4j.liveness;

import io.csi4j.sidecar.csi.DriverAddress;
import io.csi4j.sidecar.csi.DriverAddress.UnixSocket;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Which file a socket is: device and inode, and when it was made, as file systems give a free inode to the next file.
 * All TCP ports are the same.
 */
record SocketId(@Nullable Object deviceAndInode, @Nullable FileTime made) {
    private static final SocketId OF_TCP = new SocketId(null, null);

    /** @throws IOException when there is no such file, or none to look at */
    static SocketId of(DriverAddress address) throws IOException {
        if (address instanceof UnixSocket(var path)) {
            BasicFileAttributes file = Files.readAttributes(path, BasicFileAttributes.class);
            return new SocketId(file.fileKey(), file.lastModifiedTime());
        }
        return OF_TCP;
    }

    /** The same as being equal; a record's own comparison is made when it is first asked, at the start of the program. */
    boolean isSame(SocketId other) {
        return Objects.equals(deviceAndInode, other.deviceAndInode) && Objects.equals(made, other.made);
    }

    /** @throws IOException with the kernel's reason when nobody listens on a unix socket */
    static void requireListener(DriverAddress address) throws IOException {
        if (address instanceof UnixSocket(var path)) {
            try (SocketChannel attempt = SocketChannel.open(StandardProtocolFamily.UNIX)) {
                // Blocking, it would wait for ever for a driver that hangs and has a full queue.
                attempt.configureBlocking(false);
                var _ = attempt.connect(UnixDomainSocketAddress.of(path));
            }
        }
    }

    /** The kernel's words; the file system's exceptions give the path instead. */
    static String reason(IOException failure) {
        return switch (failure) {
            case NoSuchFileException missing -> "No such file or directory";
            case AccessDeniedException denied -> "Permission denied";
            default -> String.valueOf(failure.getMessage());
        };
    }
}
