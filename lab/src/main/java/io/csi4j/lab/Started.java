package io.csi4j.lab;

import java.util.ArrayDeque;
import java.util.Deque;

/** Ends what a half-finished start has begun, newest first, unless the start is kept. Mutable, one thread. */
final class Started implements AutoCloseable {
    private final Deque<AutoCloseable> parts = new ArrayDeque<>();

    <T extends AutoCloseable> T add(T part) {
        parts.push(part);
        return part;
    }

    /** The start succeeded: from now on its parts belong to the caller. */
    void keep() {
        parts.clear();
    }

    @Override
    public void close() {
        while (!parts.isEmpty()) {
            try {
                parts.pop().close();
            } catch (Exception e) {
                throw new LabException("could not end a part of a failed start", e);
            }
        }
    }
}
