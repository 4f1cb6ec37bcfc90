package io.csi4j.samples;

import static io.csi4j.samples.Samples.aClaim;
import static io.csi4j.samples.Samples.aClass;
import static io.csi4j.samples.Samples.aCsiNode;
import static io.csi4j.samples.Samples.aNode;
import static io.csi4j.samples.Samples.aVolume;
import static io.csi4j.samples.Samples.anAttachment;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import io.csi4j.controller.api.Kind;
import io.csi4j.controller.api.Kinds;
import io.csi4j.controller.api.KubeApi;
import io.csi4j.controller.api.KubeOptions;
import io.csi4j.controller.api.Reply;
import io.csi4j.controller.storage.DataSource;
import io.csi4j.controller.storage.KubeObject;
import io.csi4j.testkit.apiserver.FakeApiServer;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(60)
class SamplesIT {
    private final FakeApiServer server = FakeApiServer.start();
    private final KubeApi api = KubeApi.connect(KubeOptions.of("", server.url().toString(), "test"));

    @AfterEach
    void close() {
        api.close();
        server.close();
    }

    static Stream<Arguments> samples() {
        ClaimSample plain = aClaim();
        ClaimSample rich = aClaim().named("db")
                .in("other")
                .uid("u")
                .onNode("n1")
                .heldBy("kubernetes.io/pvc-protection")
                .deleting()
                .asBlock()
                .requesting("2Gi")
                .from(new DataSource("snapshot.storage.k8s.io", "VolumeSnapshot", "snap", null))
                .fromRef(new DataSource(null, "PersistentVolumeClaim", "source", "ns2"))
                .boundTo("volume-1", "1Gi")
                .expandingTo("2Gi", "NodeResizePending")
                .withCondition("Resizing", "True", "because", "of that")
                .ofAttributes("gold", "silver")
                .modifyingTo("gold", "InProgress");
        VolumeSample bound = aVolume()
                .of("5Gi")
                .boundTo(rich.record())
                .onlyWhere("zone", "a", "b")
                .ofAttributes("gold")
                .withAttribute("share", "/x")
                .formatted("ext4")
                .readOnly()
                .asBlock()
                .heldBy("external-provisioner.volume.kubernetes.io/finalizer");
        ClassSample slow = aClass().with("server", "nas")
                .mounting("nfsvers=4.1")
                .waitingForAPod()
                .expandable();
        AttachmentSample done = anAttachment()
                .attached(Map.of("lun", "3"))
                .failedToDetach("busy")
                .deleting();
        return Stream.of(
                Arguments.argumentSet("plain claim", Kinds.CLAIMS, plain.json(), plain.record()),
                Arguments.argumentSet("rich claim", Kinds.CLAIMS, rich.json(), rich.record()),
                Arguments.argumentSet(
                        "plain volume",
                        Kinds.VOLUMES,
                        aVolume().json(),
                        aVolume().record()),
                Arguments.argumentSet("bound volume", Kinds.VOLUMES, bound.json(), bound.record()),
                Arguments.argumentSet("plain class", Kinds.STORAGE_CLASSES, aClass().json(), aClass().record()),
                Arguments.argumentSet("slow class", Kinds.STORAGE_CLASSES, slow.json(), slow.record()),
                Arguments.argumentSet(
                        "attachment",
                        Kinds.ATTACHMENTS,
                        anAttachment().json(),
                        anAttachment().record()),
                Arguments.argumentSet("attached", Kinds.ATTACHMENTS, done.json(), done.record()),
                Arguments.argumentSet(
                        "CSINode",
                        Kinds.CSI_NODES,
                        aCsiNode().withTopology("zone").withOther("x").json(),
                        aCsiNode().withTopology("zone").withOther("x").record()),
                Arguments.argumentSet(
                        "node",
                        Kinds.NODES,
                        aNode().labelled("zone", "a").json(),
                        aNode().labelled("zone", "a").record()));
    }

    @ParameterizedTest
    @MethodSource("samples")
    <T extends KubeObject> void theServerTellsTheRecordOfTheSample(Kind<T> kind, JsonObject json, T record) {
        server.create(json);

        Reply<T> reply = api.get(kind, record.key());

        assertThat(reply)
                .isInstanceOfSatisfying(
                        Reply.Found.class,
                        found -> assertThat(found.value())
                                .usingRecursiveComparison()
                                .ignoringFields("meta.resourceVersion")
                                .isEqualTo(record));
    }
}
