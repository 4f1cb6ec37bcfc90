package io.csi4j.controller.event;

import static io.csi4j.testkit.apiserver.ApiCall.on;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import io.csi4j.controller.api.KubeApi;
import io.csi4j.controller.api.KubeOptions;
import io.csi4j.controller.storage.ObjectKey;
import io.csi4j.controller.storage.ObjectReference;
import io.csi4j.testkit.HandClock;
import io.csi4j.testkit.apiserver.FakeApiServer;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Events as the API server gets them. */
@Timeout(60)
class EventsIT {
    private static final ObjectReference CLAIM =
            new ObjectReference("v1", "PersistentVolumeClaim", new ObjectKey("ns", "data"), "uid-1", "7");

    private final FakeApiServer server = FakeApiServer.start();
    private final KubeApi api = KubeApi.connect(KubeOptions.of("", server.url().toString(), "test"));
    private final HandClock clock = new HandClock();
    private final EventRecorder recorder = EventRecorder.start(EventSink.of(api), "fake.csi.k8s.io_host_x", clock);

    @AfterEach
    void close() {
        recorder.close();
        api.close();
        server.close();
    }

    @Test
    void aNewEventHasTheShapeOfCoreV1() {
        recorder.warning(CLAIM, "ProvisioningFailed", "no space");
        recorder.close();

        JsonObject event = server.list("events").getFirst();
        event.getAsJsonObject("metadata").asMap().keySet().removeIf(field -> !field.equals("name"));
        assertThat(event).hasToString("""
            {"apiVersion":"v1","kind":"Event","metadata":{"name":"data.18867251edfa0000"},\
            "involvedObject":{"apiVersion":"v1","kind":"PersistentVolumeClaim","namespace":"ns","name":"data",\
            "uid":"uid-1","resourceVersion":"7"},"type":"Warning","reason":"ProvisioningFailed",\
            "message":"no space","source":{"component":"fake.csi.k8s.io_host_x"},"count":1,\
            "firstTimestamp":"2026-01-01T00:00:00Z","lastTimestamp":"2026-01-01T00:00:00Z",\
            "reportingComponent":"fake.csi.k8s.io_host_x","reportingInstance":""}\
            """);
    }

    @Test
    void anIdenticalEventIsPatchedAndAVanishedOneMadeAnew() throws InterruptedException {
        recorder.warning(CLAIM, "ProvisioningFailed", "no space");
        server.awaitCalls(1, on("create", "events"));
        clock.advance(Duration.ofSeconds(9));
        recorder.warning(CLAIM, "ProvisioningFailed", "no space");
        server.awaitCalls(1, on("patch", "events"));
        String name = server.list("events")
                .getFirst()
                .getAsJsonObject("metadata")
                .get("name")
                .getAsString();
        JsonObject repeated =
                server.await("events", "ns", name, event -> event.get("count").getAsInt() == 2);
        server.delete("events", "ns", name);
        recorder.warning(CLAIM, "ProvisioningFailed", "no space");
        recorder.close();

        assertThat(repeated.get("lastTimestamp").getAsString()).isEqualTo("2026-01-01T00:00:09Z");
        assertThat(repeated.get("firstTimestamp").getAsString()).isEqualTo("2026-01-01T00:00:00Z");
        assertThat(server.list("events"))
                .singleElement()
                .extracting(event -> event.get("count").getAsInt())
                .isEqualTo(3);
    }
}
