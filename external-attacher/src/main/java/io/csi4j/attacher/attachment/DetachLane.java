package io.csi4j.attacher.attachment;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Keeps a worker free for what is to be attached, however much is to be detached, and however slowly (external-attacher
 * issue 761). Who finds the lane full waits outside of the queue; a detach that ends sends one of those to the end of
 * the queue, behind the attachments that came meanwhile. Mutable; guarded by itself.
 */
final class DetachLane {
    private final int most;
    private final Consumer<String> again;

    @GuardedBy("this")
    private final Set<String> waiting = new LinkedHashSet<>();

    /** Called for, and not seen since. */
    @GuardedBy("this")
    private final Set<String> called = new HashSet<>();

    @GuardedBy("this")
    private int running;

    /**
     * @param workers of the queue; one stays free if there are several
     * @param again asks for another pass over the attachment of that name
     */
    DetachLane(int workers, Consumer<String> again) {
        this.most = Math.max(1, workers - 1);
        this.again = again;
    }

    /** True if it may go on now, and has to {@link #leave}; else it is called for when another one leaves. */
    synchronized boolean enter(String name) {
        called.remove(name);
        if (running == most) {
            waiting.add(name);
            return false;
        }
        waiting.remove(name);
        running++;
        return true;
    }

    synchronized void leave() {
        running--;
        callNext();
    }

    /** A pass over the attachment of that name is over: if it was called for and did not enter, the next one may. */
    synchronized void passed(String name) {
        if (called.remove(name)) {
            callNext();
        }
    }

    @GuardedBy("this")
    private void callNext() {
        Iterator<String> first = waiting.iterator();
        if (first.hasNext()) {
            String name = first.next();
            first.remove();
            called.add(name);
            again.accept(name);
        }
    }
}
