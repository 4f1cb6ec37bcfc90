package io.csi4j.controller.watch;

import static io.csi4j.testkit.apiserver.ApiCall.on;
import static org.assertj.core.api.Assertions.assertThat;

import io.csi4j.controller.api.Kinds;
import io.csi4j.controller.api.KubeApi;
import io.csi4j.controller.api.KubeOptions;
import io.csi4j.controller.storage.CsiNode;
import io.csi4j.controller.storage.KubeObject;
import io.csi4j.controller.storage.Volume;
import io.csi4j.sidecar.launch.Exit;
import io.csi4j.sidecar.launch.Shutdown;
import io.csi4j.testkit.Invariants;
import io.csi4j.testkit.apiserver.ApiFailure;
import io.csi4j.testkit.apiserver.FakeApiServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@Timeout(60)
class ReflectorsIT {
    @RegisterExtension
    private final Invariants invariants = new Invariants();

    private final FakeApiServer server = FakeApiServer.start();
    private final KubeApi api = KubeApi.connect(KubeOptions.of("", server.url().toString(), "test"));
    private final Shutdown shutdown = Shutdown.onRequest();
    private final Reflectors reflectors = new Reflectors();
    private final Store<Volume> volumes = Store.ofAll();
    private final Store<CsiNode> csiNodes = Store.ofAll();

    @AfterEach
    void close() {
        reflectors.close();
        api.close();
        server.close();
    }

    private void start() {
        reflectors.start(api, Kinds.VOLUMES, volumes);
        reflectors.start(api, Kinds.CSI_NODES, csiNodes);
    }

    @Test
    void everyStoreHoldsAllThereWasOnceTheyAreSynced() throws InterruptedException {
        server.create("{\"apiVersion\": \"v1\", \"kind\": \"PersistentVolume\", \"metadata\": {\"name\": \"v\"}}");
        server.create("{\"apiVersion\": \"storage.k8s.io/v1\", \"kind\": \"CSINode\", \"metadata\": {\"name\": \"n\"},"
                + " \"spec\": {\"drivers\": []}}");

        start();

        assertThat(reflectors.awaitSynced(shutdown)).isTrue();
        assertThat(volumes.all()).extracting(KubeObject::name).containsExactly("v");
        assertThat(csiNodes.all()).extracting(KubeObject::name).containsExactly("n");
    }

    @Test
    void oneKindThatCannotBeListedHoldsUpAllAndTheEndCutsTheWaitShort() throws InterruptedException {
        server.faults().failAll(on("watch", "csinodes"), ApiFailure.forbidden("may not"));
        server.faults().failAll(on("list", "csinodes"), ApiFailure.forbidden("may not"));
        start();
        server.awaitCalls(1, on("list", "csinodes").or(on("watch", "csinodes")));

        shutdown.request(Exit.OK);

        assertThat(reflectors.awaitSynced(shutdown)).isFalse();
    }

    @Test
    void aProgramThatShallEndDoesNotGoOnWithFullStores() throws InterruptedException {
        start();
        assertThat(reflectors.awaitSynced(shutdown)).isTrue();

        shutdown.request(Exit.OK);

        assertThat(reflectors.awaitSynced(shutdown)).isFalse();
    }
}
