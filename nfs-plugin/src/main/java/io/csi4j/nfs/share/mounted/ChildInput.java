package io.csi4j.nfs.share.mounted;

import io.csi4j.nfs.child.PipedChild;
import io.csi4j.nfs.share.ShareFault;
import io.csi4j.nfs.share.StreamFault;
import java.io.FilterInputStream;
import java.io.IOException;

/** What a child writes. It ends only if the child did its work, so that half a file is never taken for a whole one. */
final class ChildInput extends FilterInputStream {
    private final PipedChild child;
    private final String what;

    ChildInput(PipedChild child, String what) {
        super(child.output());
        this.child = child;
        this.what = what;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int from, int count) throws IOException {
        int read = in.read(bytes, from, count);
        if (read < 0) {
            try {
                MountFault.check(child.end(), 0, what);
            } catch (ShareFault fault) {
                throw new StreamFault(fault);
            }
        }
        return read;
    }

    @Override
    public void close() throws IOException {
        child.close();
        super.close();
    }
}
