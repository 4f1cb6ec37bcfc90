package io.csi4j.nfs.share.direct;

import io.csi4j.nfs.share.FileTarget;
import io.csi4j.nfs.share.ShareFault;
import io.csi4j.nfs.share.ShareFault.Reason;
import io.csi4j.nfs.share.StreamFault;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Writes a file from its start, one chunk at a time. What fits one chunk goes to the server's disk with its one call;
 * the rest is asked to go there now and then, so that no such call takes long. Mutable.
 */
final class FileOutput extends OutputStream implements FileTarget {
    private static final long COMMIT_EVERY = 64L << 20;

    private final DirectFiles files;
    private final Bytes file;
    private final ByteBuffer chunk = ByteBuffer.allocate(DirectFiles.CHUNK);
    private long offset;
    private long committed;
    private @Nullable Bytes incarnation;

    FileOutput(DirectFiles files, Bytes file) {
        this.files = files;
        this.file = file;
    }

    @Override
    public OutputStream content() {
        return this;
    }

    @Override
    public void write(int one) throws IOException {
        write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int count) throws IOException {
        int given = 0;
        while (given < count) {
            if (!chunk.hasRemaining()) {
                send();
            }
            int taken = Math.min(count - given, chunk.remaining());
            chunk.put(bytes, from + given, taken);
            given += taken;
        }
    }

    private void send() throws IOException {
        try {
            send(false);
            if (offset - committed >= COMMIT_EVERY) {
                commit();
            }
        } catch (ShareFault fault) {
            throw new StreamFault(fault);
        }
    }

    private void send(boolean isStable) throws ShareFault {
        chunk.flip();
        while (chunk.hasRemaining()) {
            Given.Written written = files.write(file, offset, chunk.slice(), isStable);
            if (written.count() <= 0 || written.count() > chunk.remaining()) {
                throw new ShareFault(Reason.OTHER, "the server wrote " + written.count() + " bytes");
            }
            if (!isStable) {
                checkIncarnation(written.incarnation());
            }
            chunk.position(chunk.position() + written.count());
            offset += written.count();
        }
        chunk.clear();
    }

    @Override
    public void complete() throws ShareFault {
        boolean isSmall = offset == 0;
        send(isSmall);
        if (!isSmall) {
            commit();
        }
    }

    private void commit() throws ShareFault {
        checkIncarnation(files.commit(file).incarnation());
        committed = offset;
    }

    /** A server that has started anew may have lost what was not on its disk yet. */
    private void checkIncarnation(Bytes current) throws ShareFault {
        if (incarnation != null && !incarnation.equals(current)) {
            throw new ShareFault(Reason.UNREACHABLE, "the server started anew while a file was written");
        }
        incarnation = current;
    }

    @Override
    public void close() {
        // Nothing is open on the server; what is not complete is the caller's to remove.
    }
}
