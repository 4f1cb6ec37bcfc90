package io.csi4j.nfs.share.mounted;

import io.csi4j.nfs.child.PipedChild;
import io.csi4j.nfs.share.FileTarget;
import io.csi4j.nfs.share.ShareFault;
import io.csi4j.nfs.share.ShareFault.Reason;
import io.csi4j.nfs.share.StreamFault;
import java.io.IOException;
import java.io.OutputStream;

/** A file that a child writes and sends to the disk. */
final class ChildFile extends OutputStream implements FileTarget {
    private final PipedChild child;
    private final OutputStream input;
    private final String what;

    ChildFile(PipedChild child, String what) {
        this.child = child;
        this.input = child.input();
        this.what = what;
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
        try {
            input.write(bytes, from, count);
        } catch (IOException broken) {
            throw new StreamFault(reason(broken));
        }
    }

    /** A child that takes no more has ended and said why. */
    private ShareFault reason(IOException broken) {
        try {
            MountFault.check(child.end(), 0, what);
            return new ShareFault(Reason.OTHER, what + ": " + broken.getMessage(), broken);
        } catch (ShareFault fault) {
            return fault;
        }
    }

    @Override
    public void complete() throws ShareFault {
        try {
            input.close();
        } catch (IOException broken) {
            throw reason(broken);
        }
        MountFault.check(child.end(), 0, what);
    }

    @Override
    public void close() {
        child.close();
    }
}
