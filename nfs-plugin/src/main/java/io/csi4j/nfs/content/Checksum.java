package io.csi4j.nfs.content;

import io.csi4j.nfs.share.ShareFault;
import io.csi4j.nfs.share.ShareFault.Reason;
import io.csi4j.nfs.share.StreamFault;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.zip.CRC32C;
import java.util.zip.CheckedInputStream;
import java.util.zip.CheckedOutputStream;

/** How long a file is and what its bytes add up to; taken while it is written, and again while it is read back. */
record Checksum(long length, long sum) {
    /** Counts what goes through. Mutable. */
    static final class Output extends CheckedOutputStream {
        private long length;

        Output(OutputStream out) {
            super(out, new CRC32C());
        }

        @Override
        public void write(int one) throws IOException {
            super.write(one);
            length++;
        }

        @Override
        public void write(byte[] bytes, int from, int count) throws IOException {
            super.write(bytes, from, count);
            length += count;
        }

        Checksum checksum() {
            return new Checksum(length, getChecksum().getValue());
        }
    }

    static Checksum of(InputStream in) throws ShareFault {
        try (var checked = new CheckedInputStream(in, new CRC32C())) {
            long length = checked.transferTo(OutputStream.nullOutputStream());
            return new Checksum(length, checked.getChecksum().getValue());
        } catch (IOException thrown) {
            throw StreamFault.of(thrown);
        }
    }

    /** A server that runs full or breaks may have kept less than it was given (contract 3.7). */
    void expect(Checksum readBack) throws ShareFault {
        if (!equals(readBack)) {
            throw new ShareFault(
                    Reason.OTHER, "the archive read back is not what was written: " + readBack + ", not " + this);
        }
    }
}
