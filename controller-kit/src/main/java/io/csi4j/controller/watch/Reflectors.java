package io.csi4j.controller.watch;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.csi4j.controller.api.Kind;
import io.csi4j.controller.api.KubeApi;
import io.csi4j.controller.api.Selector;
import io.csi4j.controller.storage.KubeObject;
import io.csi4j.sidecar.launch.Shutdown;
import io.csi4j.sidecar.log.Log;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The reflectors of a program, one for each kind it watches. Mutable; its lock is itself. */
public final class Reflectors implements AutoCloseable {
    private static final Log LOG = Log.of(Reflectors.class);
    private static final Duration A_MOMENT = Duration.ofSeconds(1);

    /** Moments without a full store after which to say so. */
    private static final int SAY_SO_AFTER = 10;

    @GuardedBy("this")
    private final List<Watched<?>> watched = new ArrayList<>();

    @GuardedBy("this")
    private boolean open = true;

    private record Watched<T extends KubeObject>(Kind<T> kind, Store<T> store, Reflector<T> reflector) {}

    /** Fills the store with all objects of the kind from now on; does nothing after the end. */
    public <T extends KubeObject> void start(KubeApi kube, Kind<T> kind, Store<T> store) {
        start(kube, kind, Selector.ALL, store);
    }

    /** Fills the store with those objects of the kind that the selector picks; does nothing after the end. */
    public synchronized <T extends KubeObject> void start(
            KubeApi kube, Kind<T> kind, Selector selector, Store<T> store) {
        if (open) {
            var reflector = Reflector.start(kube.listWatch(kind, selector), store);
            watched.add(new Watched<>(kind, store, reflector));
        }
    }

    /**
     * Waits until every store started so far has held all there was, and says what is missing while it waits.
     *
     * @return false if the program shall end before that
     */
    public boolean awaitSynced(Shutdown shutdown) throws InterruptedException {
        for (var one : soFar()) {
            for (int waited = 1; !one.store().awaitSynced(A_MOMENT); waited++) {
                if (shutdown.requested()) {
                    return false;
                }
                if (waited % SAY_SO_AFTER == 0) {
                    LOG.warning(
                            "still listing",
                            "kind",
                            one.kind(),
                            "fault",
                            one.reflector().lastFault());
                }
            }
        }
        return !shutdown.requested();
    }

    private synchronized List<Watched<?>> soFar() {
        return List.copyOf(watched);
    }

    @Override
    public synchronized void close() {
        open = false;
        watched.forEach(one -> one.reflector().close());
    }
}
