package io.csi4j.nfs.share.direct;

import io.csi4j.nfs.share.ShareFault;
import io.csi4j.nfs.share.ShareFault.Reason;
import io.csi4j.nfs.share.StreamFault;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Objects;

/** Reads a file from its start, one chunk at a time; it ends where the file ended when it was opened. Mutable. */
final class FileInput extends InputStream {
    private final DirectFiles files;
    private final DirectFiles.Opened file;
    private ByteBuffer chunk = ByteBuffer.allocate(0);
    private long offset;

    FileInput(DirectFiles files, DirectFiles.Opened file) {
        this.files = files;
        this.file = file;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int from, int count) throws IOException {
        Objects.checkFromIndexSize(from, count, bytes.length);
        if (count == 0) {
            return 0;
        }
        if (!chunk.hasRemaining() && offset < file.size()) {
            fetch();
        }
        if (!chunk.hasRemaining()) {
            return -1;
        }
        int taken = Math.min(count, chunk.remaining());
        chunk.get(bytes, from, taken);
        return taken;
    }

    private void fetch() throws IOException {
        int wanted = (int) Math.min(DirectFiles.CHUNK, file.size() - offset);
        try {
            chunk = files.read(file.handle(), offset, wanted).bytes();
        } catch (ShareFault fault) {
            throw new StreamFault(fault);
        }
        if (!chunk.hasRemaining()) {
            throw new StreamFault(new ShareFault(Reason.OTHER, "the file was cut while it was read"));
        }
        offset += chunk.remaining();
    }
}
