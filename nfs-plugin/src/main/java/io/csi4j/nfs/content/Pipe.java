package io.csi4j.nfs.content;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A stream from one thread to another that holds a few blocks at most. Mutable. Whoever gives up closes its end, and the
 * other one's next step fails.
 */
final class Pipe {
    private static final int BLOCKS = 8;
    private static final int BLOCK = 64 * 1024;
    private static final byte[] END = new byte[0];
    private static final long LOOK_EVERY_MILLIS = 200;

    private final BlockingQueue<byte[]> blocks = new ArrayBlockingQueue<>(BLOCKS);
    private final OutputStream output = new Output();
    private final InputStream input = new Input();
    private volatile boolean isReaderGone;
    private volatile boolean isWriterGone;

    OutputStream output() {
        return output;
    }

    InputStream input() {
        return input;
    }

    /** The writer has given all there is. */
    void end() throws IOException {
        put(END);
    }

    /** The writer ends without having given all: the reader fails. */
    void breakOff() {
        isWriterGone = true;
    }

    private void put(byte[] block) throws IOException {
        try {
            while (!blocks.offer(block, LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS)) {
                if (isReaderGone) {
                    throw new IOException("nobody reads any more");
                }
            }
            if (isReaderGone) {
                throw new IOException("nobody reads any more");
            }
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private byte[] take() throws IOException {
        try {
            byte[] block = blocks.poll(LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS);
            while (block == null) {
                if (isWriterGone) {
                    throw new IOException("the writer broke off");
                }
                block = blocks.poll(LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS);
            }
            return block;
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private static IOException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return (IOException) new InterruptedIOException("the copy was cut off").initCause(e);
    }

    private final class Output extends OutputStream {
        @Override
        public void write(int one) throws IOException {
            put(new byte[] {(byte) one});
        }

        @Override
        public void write(byte[] bytes, int from, int count) throws IOException {
            for (int at = 0; at < count; at += BLOCK) {
                put(Arrays.copyOfRange(bytes, from + at, from + Math.min(count, at + BLOCK)));
            }
        }
    }

    private final class Input extends InputStream {
        private byte[] block = END;
        private int at;
        private boolean isOver;

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int from, int count) throws IOException {
            while (!isOver && at == block.length) {
                block = take();
                at = 0;
                isOver = block.length == 0;
            }
            if (isOver) {
                return -1;
            }
            int taken = Math.min(count, block.length - at);
            System.arraycopy(block, at, bytes, from, taken);
            at += taken;
            return taken;
        }

        @Override
        public void close() {
            isReaderGone = true;
        }
    }
}
