package io.csi4j.controller.watch;

import static io.csi4j.controller.wire.LabObjects.found;
import static io.csi4j.controller.wire.LabObjects.volume;
import static org.assertj.core.api.Assertions.assertThat;

import io.csi4j.controller.api.Kinds;
import io.csi4j.controller.api.KubeApi;
import io.csi4j.controller.api.KubeOptions;
import io.csi4j.controller.api.Reply;
import io.csi4j.controller.api.Selector;
import io.csi4j.controller.storage.KubeObject;
import io.csi4j.controller.storage.ObjectKey;
import io.csi4j.controller.storage.Volume;
import io.csi4j.lab.ControlPlane;
import io.csi4j.lab.ControlPlaneOptions;
import io.csi4j.lab.LabCache;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Against a real API server that is killed, stopped, or of an older make. */
@Timeout(120)
class LabWatchIT {
    private static ControlPlane controlPlane;
    private static KubeApi api;

    private final List<Reflector<?>> open = new ArrayList<>();

    @BeforeAll
    static void start(@TempDir Path folder) {
        controlPlane = ControlPlane.start(LabCache.standard(), folder, ControlPlaneOptions.standard());
        api = KubeApi.connect(KubeOptions.of(controlPlane.kubeconfig().toString(), "", "csi-tester"));
    }

    @AfterAll
    static void end() {
        api.close();
        controlPlane.close();
    }

    @AfterEach
    void closeAll() {
        open.forEach(Reflector::close);
        open.clear();
    }

    private <T extends KubeObject> BlockingQueue<String> follow(Store<T> store) {
        BlockingQueue<String> changes = new LinkedBlockingQueue<>();
        store.subscribe(change -> changes.add(
                change.getClass().getSimpleName() + " " + change.latest().name()));
        return changes;
    }

    private Store<Volume> volumes(KubeApi server, Pace pace, String prefix) throws InterruptedException {
        Store<Volume> store = Store.of(volume -> volume.name().startsWith(prefix));
        Reflector<Volume> reflector = Reflector.start(server.listWatch(Kinds.VOLUMES, Selector.ALL), store, pace);
        open.add(reflector);
        assertThat(store.awaitSynced(Duration.ofSeconds(30)))
                .as(reflector.lastFault())
                .isTrue();
        return store;
    }

    private static void await(BlockingQueue<String> changes, String change) throws InterruptedException {
        String next;
        do {
            next = changes.poll(60, TimeUnit.SECONDS);
            assertThat(next).as("waiting for " + change).isNotNull();
        } while (!change.equals(next));
    }

    @Test
    void aKilledApiServerIsFoundAgain() throws InterruptedException {
        Store<Volume> store = volumes(api, Pace.STANDARD, "kill-");
        BlockingQueue<String> changes = follow(store);
        Volume before = found(api.create(Kinds.VOLUMES, volume("kill-before")));
        await(changes, "Added kill-before");

        controlPlane.killApiServer();
        assertThat(api.get(Kinds.VOLUMES, before.key())).isInstanceOf(Reply.Unreachable.class);
        controlPlane.startApiServer();

        found(api.create(Kinds.VOLUMES, volume("kill-after")));
        await(changes, "Added kill-after");
        assertThat(store.get(before.key())).isPresent();
    }

    @Test
    void aServerThatStopsAnsweringIsNoticedAndFoundAgain() throws InterruptedException {
        Pace impatient = new Pace(
                Duration.ofMillis(100), Duration.ofSeconds(1), Duration.ofMinutes(5), Duration.ofSeconds(3), 500);
        Store<Volume> store = volumes(api, impatient, "mute-");
        BlockingQueue<String> changes = follow(store);

        controlPlane.pauseApiServer();
        assertThat(api.within(Duration.ofSeconds(1)).get(Kinds.VOLUMES, ObjectKey.cluster("mute-1")))
                .isInstanceOf(Reply.Unreachable.class);
        controlPlane.resumeApiServer();

        found(api.create(Kinds.VOLUMES, volume("mute-1")));
        await(changes, "Added mute-1");
    }

    @Test
    void aServerWithoutWatchListIsListedInPages(@TempDir Path folder) throws InterruptedException {
        ControlPlaneOptions old =
                ControlPlaneOptions.standard().withApiServerArguments("--feature-gates=WatchList=false");
        try (ControlPlane second = ControlPlane.start(LabCache.standard(), folder, old);
                KubeApi other =
                        KubeApi.connect(KubeOptions.of(second.kubeconfig().toString(), "", "csi-tester"))) {
            for (int i = 0; i < 45; i++) {
                found(other.create(Kinds.VOLUMES, volume("page-" + i)));
            }
            Pace small = new Pace(
                    Duration.ofMillis(100), Duration.ofSeconds(1), Duration.ofMinutes(5), Duration.ofMinutes(2), 10);

            Store<Volume> store = volumes(other, small, "page-");

            assertThat(store.size()).isEqualTo(45);
            closeAll();
        }
    }
}
