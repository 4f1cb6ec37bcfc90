package io.csi4j.nfs.child;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.atomic.AtomicLong;

/** Counts the bytes that come through. */
final class CountedInput extends FilterInputStream {
    private final AtomicLong moved;

    CountedInput(InputStream in, AtomicLong moved) {
        super(in);
        this.moved = moved;
    }

    @Override
    public int read() throws IOException {
        int one = in.read();
        moved.addAndGet(one < 0 ? 0 : 1);
        return one;
    }

    @Override
    public int read(byte[] bytes, int from, int count) throws IOException {
        int read = in.read(bytes, from, count);
        moved.addAndGet(Math.max(0, read));
        return read;
    }
}
