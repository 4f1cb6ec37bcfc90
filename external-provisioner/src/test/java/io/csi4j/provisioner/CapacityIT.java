package io.csi4j.provisioner;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import io.csi4j.sidecar.launch.Exit;
import io.csi4j.spec.v1.ControllerServiceCapability.RPC;
import io.csi4j.spec.v1.GetCapacityRequest;
import io.csi4j.testkit.Invariants;
import io.csi4j.testkit.apiserver.ApiCall;
import io.csi4j.testkit.driver.DriverCall;
import io.csi4j.testkit.driver.DriverTraits;
import io.grpc.Status;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class CapacityIT {
    private static final long GIB = 1L << 30;
    private static final String OBJECTS = "csistoragecapacities";
    private static final String LATE = "\"volumeBindingMode\": \"WaitForFirstConsumer\"";
    private static final DriverTraits TRAITS =
            RunningProvisioner.TRAITS.with(RPC.Type.GET_CAPACITY).at(Map.of("zone", "a"));
    private static final Map<String, String> ENVIRONMENT = Map.of("NAMESPACE", "team", "POD_NAME", "csi-0");

    @RegisterExtension
    private final Invariants invariants = new Invariants();

    private RunningProvisioner provisioner;
    private GivenCluster given;

    @BeforeEach
    void prepare() {
        prepare(TRAITS);
    }

    @AfterEach
    void stop() {
        provisioner.close();
    }

    @Test
    void eachClassInEachSegmentHasOneObject() throws InterruptedException {
        provisioner.driver.setLargestVolume(8 * GIB);
        given.createNode("n1", "a");
        given.createNode("n2", "b");
        given.createNode("n3", "b");
        provisioner.createClass("fast", LATE);
        provisioner.createClass("slow", LATE);
        provisioner.createClass("atonce", "\"volumeBindingMode\": \"Immediate\"");

        begin();

        awaitRoom("fast a 10Gi", "fast b 5Gi", "slow a 10Gi", "slow b 5Gi");
        assertThat(provisioner.api.list(OBJECTS)).allSatisfy(object -> {
            var metadata = object.getAsJsonObject("metadata");
            assertThat(metadata.get("name").getAsString()).startsWith("csisc-");
            assertThat(metadata.get("namespace").getAsString()).isEqualTo("team");
            assertThat(metadata.get("labels"))
                    .hasToString("{\"csi.storage.k8s.io/drivername\":\"" + Given.DRIVER
                            + "\",\"csi.storage.k8s.io/managed-by\":\"external-provisioner\"}");
            assertThat(metadata.get("ownerReferences"))
                    .hasToString("[{\"apiVersion\":\"apps/v1\",\"kind\":\"StatefulSet\",\"name\":\"csi\","
                            + "\"uid\":\"set-uid\",\"controller\":true}]");
            assertThat(object.get("maximumVolumeSize").getAsString()).isEqualTo("8Gi");
        });
        assertThat(provisioner.calls(GetCapacityRequest.class)).hasSize(4);
    }

    @Test
    void classesThatBindAtOnceCountIfAskedFor() throws InterruptedException {
        given.createNode("n1", "a");
        provisioner.createClass("atonce", "\"volumeBindingMode\": \"Immediate\"");

        begin("--capacity-for-immediate-binding", "--capacity-ownerref-level=-1");

        awaitRoom("atonce a 10Gi");
        assertThat(provisioner
                        .api
                        .list(OBJECTS)
                        .getFirst()
                        .getAsJsonObject("metadata")
                        .has("ownerReferences"))
                .isFalse();
    }

    @Test
    void objectsComeAndGoWithNodesAndClasses() throws InterruptedException {
        given.createNode("n1", "a");
        provisioner.createClass("fast", LATE);
        begin();
        awaitRoom("fast a 10Gi");

        given.createNode("n2", "b");
        provisioner.createClass("slow", LATE);
        awaitRoom("fast a 10Gi", "fast b 5Gi", "slow a 10Gi", "slow b 5Gi");

        given.label("n1", "b");
        awaitRoom("fast b 5Gi", "slow b 5Gi");

        provisioner.api.delete("storageclasses", "", "slow");
        awaitRoom("fast b 5Gi");

        provisioner.api.delete("csinodes", "", "n1");
        provisioner.api.delete("nodes", "", "n2");
        awaitRoom();
    }

    @Test
    void whatOthersDoToTheObjectsIsUndone() throws InterruptedException {
        given.createNode("n1", "a");
        provisioner.createClass("fast", LATE);
        begin();
        String first = name(awaitRoom("fast a 10Gi").getFirst());

        provisioner.api.edit(OBJECTS, "team", first, object -> object.addProperty("capacity", "1Ti"));
        awaitRoom("fast a 10Gi");

        provisioner.api.edit(
                OBJECTS,
                "team",
                first,
                object -> labels(object).addProperty("csi.storage.k8s.io/managed-by", "another"));
        awaitRoom("fast a 10Gi", "fast a 10Gi");

        provisioner.api.delete(OBJECTS, "team", first);
        String second = name(awaitRoom("fast a 10Gi").getFirst());
        provisioner.api.delete(OBJECTS, "team", second);
        provisioner.api.awaitAll(
                OBJECTS, all -> all.size() == 1 && !name(all.getFirst()).equals(second));
    }

    @Test
    void objectsOfTheProcessBeforeAreAdoptedUpdatedOrDeleted() throws InterruptedException {
        given.createNode("n1", "a");
        provisioner.createClass("fast", LATE);
        given.createObject("csisc-adopted", "fast", "a", "external-provisioner");
        given.createObject("csisc-twin", "fast", "a", "external-provisioner");
        given.createObject("csisc-class", "gone", "a", "external-provisioner");
        given.createObject("csisc-segment", "fast", "z", "external-provisioner");
        given.createObject("csisc-foreign", "fast", "a", "another");

        begin();

        awaitRoom("fast a 10Gi", "fast a 3");
        assertThat(provisioner.api.list(OBJECTS).stream().map(CapacityIT::name))
                .containsExactlyInAnyOrder("csisc-adopted", "csisc-foreign");
        assertThat(provisioner
                        .api
                        .find(OBJECTS, "team", "csisc-adopted")
                        .orElseThrow()
                        .getAsJsonObject("metadata"))
                .satisfies(
                        metadata -> assertThat(metadata.has("ownerReferences")).isTrue());
    }

    @Test
    void volumesThatAreMadeAndDeletedShowAtOnce() throws InterruptedException {
        given.createNode("n1", "a");
        given.createNode("n2", "b");
        provisioner.createClass("fast", LATE);
        begin();
        awaitRoom("fast a 10Gi", "fast b 5Gi");

        String uid = provisioner.createClaim("data", ", \"volume.kubernetes.io/selected-node\": \"n2\"", "");
        provisioner.awaitVolume(uid);
        awaitRoom("fast a 10Gi", "fast b 4Gi");

        provisioner.release("pvc-" + uid);
        awaitRoom("fast a 10Gi", "fast b 5Gi");
    }

    @Test
    void aSegmentFoundFullIsLookedAtAtOnce() throws InterruptedException {
        invariants.expectErrors("no volume for the claim");
        given.createNode("n1", "a");
        provisioner.createClass("fast", LATE);
        begin("--strict-topology");
        awaitRoom("fast a 10Gi");
        provisioner.driver.setFree(Map.of("zone", "a"), 5);

        provisioner.createClaim("data", ", \"volume.kubernetes.io/selected-node\": \"n1\"", "");

        awaitRoom("fast a 5");
    }

    @Test
    void whatTheDriverDoesByItselfIsPolled() throws InterruptedException {
        given.createNode("n1", "a");
        provisioner.createClass("fast", LATE);
        begin("--capacity-poll-interval=20ms");
        awaitRoom("fast a 10Gi");

        provisioner.driver.setFree(Map.of("zone", "a"), GIB);

        awaitRoom("fast a 1Gi");
    }

    @Test
    void aFailingDriverLeavesTheObjectAsItIsAndIsAskedAgain() throws InterruptedException {
        invariants.expectErrors("capacity is not told");
        given.createNode("n1", "a");
        provisioner.createClass("fast", LATE);
        given.createObject("csisc-1", "fast", "a", "external-provisioner");
        provisioner.driver.faults().fail(3, DriverCall.on("GetCapacity"), Status.INTERNAL);

        begin();

        provisioner.driver.awaitCalls(3, DriverCall.on("GetCapacity"));
        awaitRoom("fast a 10Gi");
        assertThat(name(provisioner.api.list(OBJECTS).getFirst())).isEqualTo("csisc-1");
    }

    @Test
    void aLostReplyLeavesNoSecondObject() throws InterruptedException {
        invariants.expectErrors("capacity is not told");
        given.createNode("n1", "a");
        provisioner.createClass("fast", LATE);
        Predicate<ApiCall> creation =
                call -> call.plural().equals(OBJECTS) && call.body().contains("csisc-");
        provisioner.api.faults().loseReplies(1, creation);

        begin();

        provisioner.api.awaitCalls(1, creation);
        awaitRoom("fast a 10Gi");
    }

    @Test
    void aDriverThatCannotTellPublishesNothing() throws InterruptedException {
        provisioner.close();
        prepare(RunningProvisioner.TRAITS.at(Map.of("zone", "a")));
        given.createNode("n1", "a");
        provisioner.createClass("fast", LATE);

        begin();

        String uid = provisioner.createClaim("data", ", \"volume.kubernetes.io/selected-node\": \"n1\"", "");
        provisioner.awaitVolume(uid);
        assertThat(provisioner.calls(GetCapacityRequest.class)).isEmpty();
        assertThat(provisioner.api.calls(call -> call.plural().equals(OBJECTS))).isEmpty();
        assertThat(invariants.logLines()).anySatisfy(line -> assertThat(line).contains("no capacity is published"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
            case           | environment                    | level | message
            no namespace   | POD_NAME=csi-0                 | 1     | needs NAMESPACE
            no pod name    | NAMESPACE=team                 | 0     | needs POD_NAME
            missing pod    | NAMESPACE=team;POD_NAME=ghost  | 0     | cannot read pods team/ghost
            too far up     | NAMESPACE=team;POD_NAME=csi-0  | 3     | has no controlling owner
            wrong UID      | NAMESPACE=team;POD_NAME=heir   | 2     | has UID
            """)
    void whoseObjectsTheyAreMustBeClear(String name, String environment, int level, String message)
            throws InterruptedException {
        given.createSet();
        given.createPod("heir", "another-uid");
        provisioner.in(Given.pairs(environment)).begin("--enable-capacity", "--capacity-ownerref-level=" + level);

        var fault = provisioner.awaitFault();

        assertThat(fault.exit()).isEqualTo(Exit.FATAL);
        assertThat(fault).hasMessageContaining(message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
            level | owner
            0     | Pod csi-0
            1     | StatefulSet csi
            2     | Deployment grand
            """)
    void theOwnerIsFoundThatManyStepsUp(int level, String owner) throws InterruptedException {
        given.createSet();
        given.createNode("n1", "a");
        provisioner.createClass("fast", LATE);

        begin("--capacity-ownerref-level=" + level);

        var owners =
                awaitRoom("fast a 10Gi").getFirst().getAsJsonObject("metadata").getAsJsonArray("ownerReferences");
        assertThat(owners).singleElement().satisfies(element -> {
            var reference = element.getAsJsonObject();
            assertThat(reference.get("kind").getAsString() + " "
                            + reference.get("name").getAsString())
                    .isEqualTo(owner);
        });
    }

    @Test
    void aServerWithoutTheKindEndsTheStart() throws InterruptedException {
        provisioner.api.withdraw(OBJECTS);
        begin();

        var fault = provisioner.awaitFault();

        assertThat(fault.exit()).isEqualTo(Exit.FATAL);
        assertThat(fault).hasMessageContaining("storage.k8s.io/v1");
    }

    private void prepare(DriverTraits traits) {
        provisioner = RunningProvisioner.prepared(traits).in(ENVIRONMENT);
        given = new GivenCluster(provisioner.api);
        provisioner.driver.setFree(Map.of("zone", "a"), 10 * GIB);
        provisioner.driver.setFree(Map.of("zone", "b"), 5 * GIB);
        given.createPod("csi-0", "set-uid");
    }

    private void begin(String... flags) {
        var all = new ArrayList<>(
                List.of("--enable-capacity", "--kube-api-capacity-qps=-1", "--capacity-poll-interval=1h"));
        all.addAll(List.of(flags));
        provisioner.begin(all.toArray(String[]::new));
    }

    /** Waits until the objects are exactly these: class, zone and capacity, in any order. */
    private List<JsonObject> awaitRoom(String... expected) throws InterruptedException {
        var sorted = Arrays.stream(expected).sorted().toList();
        return provisioner.api.awaitAll(
                OBJECTS,
                all -> all.stream().map(CapacityIT::text).sorted().toList().equals(sorted));
    }

    private static String text(JsonObject object) {
        return object.get("storageClassName").getAsString() + " "
                + object.getAsJsonObject("nodeTopology")
                        .getAsJsonObject("matchLabels")
                        .get("zone")
                        .getAsString()
                + " " + object.get("capacity").getAsString();
    }

    private static String name(JsonObject object) {
        return object.getAsJsonObject("metadata").get("name").getAsString();
    }

    private static JsonObject labels(JsonObject object) {
        return object.getAsJsonObject("metadata").getAsJsonObject("labels");
    }
}
