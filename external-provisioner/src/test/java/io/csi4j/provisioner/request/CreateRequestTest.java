package io.csi4j.provisioner.request;

import static io.csi4j.provisioner.Given.aClaim;
import static io.csi4j.provisioner.Given.aClass;
import static io.csi4j.provisioner.Given.driver;
import static org.assertj.core.api.Assertions.assertThat;

import io.csi4j.controller.storage.AccessMode;
import io.csi4j.controller.storage.Claim;
import io.csi4j.controller.storage.DataSource;
import io.csi4j.controller.storage.SecretReference;
import io.csi4j.controller.storage.StorageClass;
import io.csi4j.provisioner.Given;
import io.csi4j.spec.v1.CapacityRange;
import io.csi4j.spec.v1.ControllerServiceCapability.RPC;
import io.csi4j.spec.v1.CreateVolumeRequest;
import io.csi4j.spec.v1.Topology;
import io.csi4j.spec.v1.TopologyRequirement;
import io.csi4j.spec.v1.VolumeCapability;
import io.csi4j.spec.v1.VolumeCapability.AccessMode.Mode;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class CreateRequestTest {
    private static final RequestRules RULES = new RequestRules("pvc", -1, "", false, true);
    private static final TopologyRequirement ZONE_A = TopologyRequirement.newBuilder()
            .addRequisite(Topology.newBuilder().putSegments("zone", "a"))
            .build();

    @Test
    void plainClaimMakesThePlainRequest() {
        var request =
                ready(aClaim().build(), aClass().with(Map.of("server", "s")).build(), RULES);

        assertThat(request.message())
                .isEqualTo(CreateVolumeRequest.newBuilder()
                        .setName(Given.VOLUME_NAME)
                        .setCapacityRange(CapacityRange.newBuilder().setRequiredBytes(1L << 30))
                        .addVolumeCapabilities(VolumeCapability.newBuilder()
                                .setMount(VolumeCapability.MountVolume.getDefaultInstance())
                                .setAccessMode(
                                        VolumeCapability.AccessMode.newBuilder().setMode(Mode.SINGLE_NODE_WRITER)))
                        .putParameters("server", "s")
                        .build());
    }

    @Test
    void everythingThatCanBeAskedIsAsked() {
        var claim = aClaim().modes(AccessMode.READ_WRITE_MANY, AccessMode.READ_ONLY_MANY)
                .attributes("gold")
                .build();
        var storageClass = aClass().mountOptions("nfsvers=4.1", "hard")
                .with(Map.of(
                        "csi.storage.k8s.io/provisioner-secret-name", "key",
                        "csi.storage.k8s.io/provisioner-secret-namespace", "vault",
                        "csi.storage.k8s.io/fstype", "xfs",
                        "server", "s"))
                .build();
        var around = new Around(Map.of("vault/key", Map.of("user", "u")), Map.of("gold", Map.of("iops", "5")), ZONE_A);
        var rules = new RequestRules("pvc", -1, "", true, true);

        var request =
                SecretsTest.ready(CreateRequest.of(claim, storageClass, driver(RPC.Type.MODIFY_VOLUME), rules, around));

        assertThat(request.message())
                .isEqualTo(CreateVolumeRequest.newBuilder()
                        .setName(Given.VOLUME_NAME)
                        .setCapacityRange(CapacityRange.newBuilder().setRequiredBytes(1L << 30))
                        .addVolumeCapabilities(mounted("xfs", Mode.MULTI_NODE_MULTI_WRITER))
                        .addVolumeCapabilities(mounted("xfs", Mode.MULTI_NODE_READER_ONLY))
                        .putParameters("server", "s")
                        .putParameters("csi.storage.k8s.io/pvc/name", "data")
                        .putParameters("csi.storage.k8s.io/pvc/namespace", "team")
                        .putParameters("csi.storage.k8s.io/pv/name", Given.VOLUME_NAME)
                        .putSecrets("user", "u")
                        .putMutableParameter("iops", "5")
                        .setAccessibilityRequirements(ZONE_A)
                        .build());
        assertThat(request.fsType()).isEqualTo("xfs");
        assertThat(request.secrets().of(SecretUse.PROVISIONER)).contains(new SecretReference("vault", "key"));
    }

    /** The bytes are those of the plain request, and of field 6 with the source in it. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
            kind                  | content source on the wire
            VolumeSnapshot        | 320e 0a0c 0a0a 736e617073686f742d73
            PersistentVolumeClaim | 320c 120a 0a08 766f6c756d652d73
            """)
    void contentSourcesMakeTheGoldenRequest(String kind, String wire) {
        var source = kind.equals("VolumeSnapshot") ? snapshot("s") : claimNamed("s");
        var features = driver(RPC.Type.CREATE_DELETE_SNAPSHOT, RPC.Type.CLONE_VOLUME);

        var request = SecretsTest.ready(
                CreateRequest.of(aClaim().from(source).build(), aClass().build(), features, RULES, Around.EMPTY));

        String name = "0a28 7076632d" + "31313131313131312d323232322d333333332d343434342d353535353535353535353535";
        String range = "1206 088080808004";
        String capability = "1a06 1200 1a02 0801";
        assertThat(request.message().toByteArray())
                .asHexString()
                .isEqualToIgnoringCase((name + range + capability + wire).replace(" ", ""));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
            mode                | writers | asked
            READ_WRITE_ONCE     | false   | SINGLE_NODE_WRITER
            READ_WRITE_ONCE     | true    | SINGLE_NODE_MULTI_WRITER
            READ_WRITE_ONCE_POD | false   | SINGLE_NODE_WRITER
            READ_WRITE_ONCE_POD | true    | SINGLE_NODE_SINGLE_WRITER
            READ_ONLY_MANY      | false   | MULTI_NODE_READER_ONLY
            READ_ONLY_MANY      | true    | MULTI_NODE_READER_ONLY
            READ_WRITE_MANY     | false   | MULTI_NODE_MULTI_WRITER
            READ_WRITE_MANY     | true    | MULTI_NODE_MULTI_WRITER
            """)
    void accessModesAreTheOnesOfTheTable(AccessMode mode, boolean writers, Mode asked) {
        var features = writers ? driver(RPC.Type.SINGLE_NODE_MULTI_WRITER) : driver();

        var request = SecretsTest.ready(
                CreateRequest.of(aClaim().modes(mode).build(), aClass().build(), features, RULES, Around.EMPTY));

        assertThat(request.message().getVolumeCapabilities(0).getAccessMode().getMode())
                .isEqualTo(asked);
    }

    /** Contract 4.2: one capability a mode, so none for none; Kubernetes itself lets no such claim in. */
    @Test
    void aClaimWithoutModesAsksForNoCapability() {
        var request = ready(aClaim().modes().build(), aClass().build(), RULES);

        assertThat(request.message().getVolumeCapabilitiesList()).isEmpty();
    }

    @Test
    void blockClaimsAskForABlockDeviceAndKeepTheClassOptionsOut() {
        var storageClass = aClass().mountOptions("hard").build();

        var request = ready(aClaim().block().build(), storageClass, RULES);

        assertThat(request.message().getVolumeCapabilities(0).getBlock())
                .isEqualTo(VolumeCapability.BlockVolume.getDefaultInstance());
        assertThat(request.message().getVolumeCapabilities(0).hasMount()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
            requested | bytes
            1Gi       | 1073741824
            1500m     | 2
            0         | 0
                      | 0
            """)
    void onlyTheLowerLimitOfTheCapacityIsAsked(@Nullable String requested, long bytes) {
        var range = ready(aClaim().requesting(requested).build(), aClass().build(), RULES)
                .message()
                .getCapacityRange();

        assertThat(range)
                .isEqualTo(CapacityRange.newBuilder().setRequiredBytes(bytes).build());
    }

    @Test
    void attributesClassIsIgnoredWithTheGateOff() {
        var off = new RequestRules("pvc", -1, "", false, false);

        var request = ready(aClaim().attributes("gold").build(), aClass().build(), off);

        assertThat(request.message().getMutableParameterMap()).isEmpty();
    }

    /** In the order of contract 4.1: each row has everything wrong that comes after it as well. */
    static Stream<Arguments> obstaclesInOrder() {
        var other = new DataSource(null, "PersistentVolumeClaim", "src", "other");
        return Stream.of(
                row(
                        "must not refer to src",
                        State.FINISHED,
                        wrong().fromRef(other).build(),
                        none()),
                row("has no name", State.FINISHED, wrong().from(snapshot("")).build(), none()),
                row(
                        "must be of API group",
                        State.FINISHED,
                        wrong().from(group("x")).build(),
                        none()),
                row(
                        "no controller service",
                        State.FINISHED,
                        wrong().from(snapshot("s")).build(),
                        none()),
                row(
                        "does not restore snapshots",
                        State.FINISHED,
                        wrong().from(snapshot("s")).build(),
                        driver(RPC.Type.CLONE_VOLUME)),
                row(
                        "does not clone volumes",
                        State.FINISHED,
                        wrong().from(claimNamed("c")).build(),
                        driver(RPC.Type.CREATE_DELETE_SNAPSHOT)),
                row("does not modify", State.FINISHED, wrong().build(), driver()),
                row("selector", State.FINISHED, wrong().build(), driver(RPC.Type.MODIFY_VOLUME)),
                row("has no UID", State.FINISHED, unselected().build(), driver(RPC.Type.MODIFY_VOLUME)));
    }

    @ParameterizedTest
    @MethodSource("obstaclesInOrder")
    void theFirstObstacleIsReported(String message, State state, Claim claim, DriverFeatures features) {
        var storageClass = aClass().with(Map.of("fstype", "a", "FSTYPE", "b")).build();

        assertBlocked(CreateRequest.of(claim, storageClass, features, RULES, Around.EMPTY), state, message);
    }

    /** Later steps, each with what comes before it in order. */
    static Stream<Arguments> laterObstacles() {
        var twice = Map.of("fstype", "a", "FSTYPE", "b");
        var unknown = Map.of("csi.storage.k8s.io/x", "y");
        var half = Map.of("csi.storage.k8s.io/node-stage-secret-name", "y", "csi.storage.k8s.io/x", "y");
        var absent = Map.of(
                "csi.storage.k8s.io/provisioner-secret-name", "y",
                "csi.storage.k8s.io/provisioner-secret-namespace", "y",
                "csi.storage.k8s.io/node-stage-secret-name", "y");
        return Stream.of(
                Arguments.of("names the file system", State.FINISHED, AccessMode.UNKNOWN, twice),
                Arguments.of("access mode Unknown", State.FINISHED, AccessMode.UNKNOWN, absent),
                Arguments.of("source is not ready", State.NO_CHANGE, AccessMode.READ_WRITE_MANY, absent),
                Arguments.of("secret y/y not found", State.NO_CHANGE, AccessMode.READ_WRITE_ONCE, absent),
                Arguments.of("only the name", State.NO_CHANGE, AccessMode.READ_WRITE_ONCE, half),
                Arguments.of("reserved for", State.FINISHED, AccessMode.READ_WRITE_ONCE, unknown),
                Arguments.of("class gold not found", State.NO_CHANGE, AccessMode.READ_WRITE_ONCE, Map.of()));
    }

    @ParameterizedTest
    @MethodSource("laterObstacles")
    void laterObstaclesKeepTheirOrder(String message, State state, AccessMode mode, Map<String, String> parameters) {
        var source = mode == AccessMode.READ_WRITE_MANY ? claimNamed("unready") : null;
        var claim = aClaim().modes(mode).attributes("gold").from(source).build();
        var storageClass = aClass().with(parameters).build();
        var features = driver(RPC.Type.MODIFY_VOLUME, RPC.Type.CLONE_VOLUME);

        assertBlocked(CreateRequest.of(claim, storageClass, features, RULES, Around.EMPTY), state, message);
    }

    @Test
    void inTreeClassesAreRefusedWithoutTranslation() {
        var storageClass = aClass().of("kubernetes.io/aws-ebs").build();
        var features = new DriverFeatures("ebs.csi.aws.com", driver().services(), driver().calls());

        var step = CreateRequest.of(aClaim().build(), storageClass, features, RULES, Around.EMPTY);

        assertBlocked(step, State.FINISHED, "cannot be translated");
    }

    private static CreateRequest ready(Claim claim, StorageClass storageClass, RequestRules rules) {
        return SecretsTest.ready(CreateRequest.of(claim, storageClass, driver(), rules, Around.EMPTY));
    }

    private static void assertBlocked(Step<CreateRequest> step, State state, String message) {
        assertThat(step).isInstanceOfSatisfying(Step.Blocked.class, blocked -> {
            assertThat(blocked.obstacle().message()).contains(message);
            assertThat(blocked.obstacle().state()).isEqualTo(state);
        });
    }

    private static Arguments row(String message, State state, Claim claim, DriverFeatures features) {
        return Arguments.of(message, state, claim, features);
    }

    private static Given.ClaimBuilder wrong() {
        return unselected().selecting();
    }

    private static Given.ClaimBuilder unselected() {
        return aClaim().uid("").attributes("gold").modes(AccessMode.UNKNOWN);
    }

    private static DataSource snapshot(String name) {
        return new DataSource("snapshot.storage.k8s.io", "VolumeSnapshot", name, null);
    }

    private static DataSource group(String group) {
        return new DataSource(group, "VolumeSnapshot", "s", null);
    }

    private static DataSource claimNamed(String name) {
        return new DataSource(null, "PersistentVolumeClaim", name, null);
    }

    private static DriverFeatures none() {
        return new DriverFeatures(Given.DRIVER, Set.of(), Set.of());
    }

    private static VolumeCapability mounted(String fsType, Mode mode) {
        return VolumeCapability.newBuilder()
                .setMount(VolumeCapability.MountVolume.newBuilder()
                        .setFsType(fsType)
                        .addAllMountFlags(List.of("nfsvers=4.1", "hard")))
                .setAccessMode(VolumeCapability.AccessMode.newBuilder().setMode(mode))
                .build();
    }
}
