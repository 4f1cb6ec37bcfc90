package io.csi4j.nfs.share.mounted;

import io.csi4j.nfs.share.ShareFault;
import io.csi4j.nfs.share.ShareFault.Reason;
import io.csi4j.nfs.share.StreamFault;
import io.csi4j.nfs.tar.TarEntry;
import io.csi4j.nfs.tar.TarReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;

/**
 * Gives an archive to the command tar and reads along, as that command takes an archive that ends between two entries
 * for a whole one, and leaves out what climbs instead of failing.
 */
final class TarFeed extends InputStream {
    private final InputStream archive;
    private final OutputStream tar;
    private boolean isTaken = true;

    private TarFeed(InputStream archive, OutputStream tar) {
        this.archive = archive;
        this.tar = tar;
    }

    /** Moves the archive and closes the command's input. */
    static void feed(InputStream archive, OutputStream tar) throws IOException {
        var feed = new TarFeed(archive, tar);
        try {
            var reader = new TarReader(feed);
            Optional<TarEntry> entry = reader.next();
            while (entry.isPresent()) {
                checkPath(entry.get().name());
                if (entry.get().kind() == TarEntry.Kind.HARD_LINK) {
                    checkPath(entry.get().link());
                }
                entry = reader.next();
            }
        } finally {
            feed.closeTar();
        }
    }

    private static void checkPath(String name) throws StreamFault {
        if (TarEntry.elements(name).isEmpty()) {
            throw new StreamFault(new ShareFault(Reason.OTHER, "insecure path in the archive: " + name));
        }
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int from, int count) throws IOException {
        int read = archive.read(bytes, from, count);
        if (read > 0 && isTaken) {
            try {
                tar.write(bytes, from, read);
            } catch (IOException ended) {
                // It stops at the end mark, or for a reason that its exit tells; the archive is read to its end anyhow.
                isTaken = false;
            }
        }
        return read;
    }

    private void closeTar() {
        try {
            tar.close();
        } catch (IOException ended) {
            isTaken = false;
        }
    }
}
