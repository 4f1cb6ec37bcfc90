package io.csi4j.controller.watch;

import io.csi4j.controller.api.Kind;
import io.csi4j.controller.api.KubeApi;
import io.csi4j.controller.api.Selector;
import io.csi4j.controller.storage.KubeObject;
import io.csi4j.sidecar.launch.Shutdown;
import io.csi4j.sidecar.log.Log;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The reflectors of a program, one for each kind it watches. Mutable while it is set up, by one thread. */
public final class Reflectors implements AutoCloseable {
    private static final Log LOG = Log.of(Reflectors.class);
    private static final Duration A_MOMENT = Duration.ofSeconds(1);

    /** Moments without a full store after which to say so. */
    private static final int SAY_SO_AFTER = 10;

    private final List<Watched<?>> watched = new ArrayList<>();

    private record Watched<T extends KubeObject>(Kind<T> kind, Store<T> store, Reflector<T> reflector) {}

    /** Fills the store with all objects of the kind from now on. */
    public <T extends KubeObject> void start(KubeApi kube, Kind<T> kind, Store<T> store) {
        var reflector = Reflector.start(kube.listWatch(kind, Selector.ALL), store);
        watched.add(new Watched<>(kind, store, reflector));
    }

    /**
     * Waits until every store has held all there was, and says what is missing while it waits.
     *
     * @return false if the program shall end before that
     */
    public boolean awaitSynced(Shutdown shutdown) throws InterruptedException {
        for (var one : watched) {
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

    @Override
    public void close() {
        watched.forEach(one -> one.reflector().close());
    }
}
