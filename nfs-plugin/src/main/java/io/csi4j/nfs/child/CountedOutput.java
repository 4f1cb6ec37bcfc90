package io.csi4j.nfs.child;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.atomic.AtomicLong;

/** Counts the bytes that are taken. */
final class CountedOutput extends FilterOutputStream {
    private final AtomicLong moved;

    CountedOutput(OutputStream out, AtomicLong moved) {
        super(out);
        this.moved = moved;
    }

    @Override
    public void write(int one) throws IOException {
        out.write(one);
        moved.incrementAndGet();
    }

    @Override
    public void write(byte[] bytes, int from, int count) throws IOException {
        out.write(bytes, from, count);
        moved.addAndGet(count);
    }
}
