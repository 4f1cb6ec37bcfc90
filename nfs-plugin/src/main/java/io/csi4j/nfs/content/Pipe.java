package io.csi4j.nfs.content;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A stream from one thread to another through a ring of fixed size, which is never allocated anew: blocks that wait in a
 * queue would outlive the young generation and swell the heap. Mutable. Whoever gives up says so, and the other one's
 * next step fails.
 */
final class Pipe {
    private static final int SIZE = 512 * 1024;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final OutputStream output = new Output();
    private final InputStream input = new Input();

    @GuardedBy("lock")
    private final byte[] ring = new byte[SIZE];

    @GuardedBy("lock")
    private int first;

    @GuardedBy("lock")
    private int held;

    @GuardedBy("lock")
    private boolean isReaderGone;

    @GuardedBy("lock")
    private boolean isBroken;

    @GuardedBy("lock")
    private boolean isAll;

    OutputStream output() {
        return output;
    }

    InputStream input() {
        return input;
    }

    /** The writer has given all there is. */
    void end() {
        lock.lock();
        try {
            isAll = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** The writer ends without having given all: the reader fails. */
    void breakOff() {
        lock.lock();
        try {
            isBroken = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** The reader wants no more: the writer fails. */
    void giveUp() {
        lock.lock();
        try {
            isReaderGone = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private int put(byte[] bytes, int from, int count) throws IOException, InterruptedException {
        lock.lock();
        try {
            while (held == SIZE && !isReaderGone) {
                changed.await();
            }
            if (isReaderGone) {
                throw new IOException("nobody reads any more");
            }
            int at = (first + held) % SIZE;
            int taken = Math.min(Math.min(count, SIZE - held), SIZE - at);
            System.arraycopy(bytes, from, ring, at, taken);
            held += taken;
            changed.signalAll();
            return taken;
        } finally {
            lock.unlock();
        }
    }

    private int take(byte[] bytes, int from, int count) throws IOException, InterruptedException {
        lock.lock();
        try {
            while (held == 0 && !isAll && !isBroken) {
                changed.await();
            }
            if (held == 0) {
                if (isBroken) {
                    throw new IOException("the writer broke off");
                }
                return -1;
            }
            int taken = Math.min(Math.min(count, held), SIZE - first);
            System.arraycopy(ring, first, bytes, from, taken);
            first = (first + taken) % SIZE;
            held -= taken;
            changed.signalAll();
            return taken;
        } finally {
            lock.unlock();
        }
    }

    private static IOException cutOff(InterruptedException e) {
        Thread.currentThread().interrupt();
        return (IOException) new InterruptedIOException("the copy was cut off").initCause(e);
    }

    private final class Output extends OutputStream {
        @Override
        public void write(int one) throws IOException {
            write(new byte[] {(byte) one}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int from, int count) throws IOException {
            int given = 0;
            try {
                while (given < count) {
                    given += put(bytes, from + given, count - given);
                }
            } catch (InterruptedException e) {
                throw cutOff(e);
            }
        }
    }

    private final class Input extends InputStream {
        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int from, int count) throws IOException {
            try {
                return count == 0 ? 0 : take(bytes, from, count);
            } catch (InterruptedException e) {
                throw cutOff(e);
            }
        }
    }
}
