package io.csi4j.provisioner;

import static io.csi4j.testkit.apiserver.ApiCall.on;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import io.csi4j.sidecar.launch.Exit;
import io.csi4j.spec.v1.CreateVolumeRequest;
import io.csi4j.spec.v1.CreateVolumeResponse;
import io.csi4j.spec.v1.DeleteVolumeRequest;
import io.csi4j.testkit.Invariants;
import io.csi4j.testkit.apiserver.ApiFailure;
import io.csi4j.testkit.driver.DriverCall;
import io.grpc.Status;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@Timeout(60)
class AnswerIT {
    @RegisterExtension
    private final Invariants invariants = new Invariants();

    private static final Predicate<DriverCall> CREATE = DriverCall.on("CreateVolume");

    private RunningProvisioner provisioner;

    @BeforeEach
    void start() {
        provisioner = RunningProvisioner.start();
    }

    @AfterEach
    void stop() {
        provisioner.close();
    }

    @Test
    void aVolumeThatIsTooSmallIsRemovedAgain() throws InterruptedException {
        invariants.expectErrors("no volume for the claim");
        var small = new AtomicBoolean(true);
        provisioner.driver.editReplies(CREATE, reply -> small.get() ? oneByte((CreateVolumeResponse) reply) : reply);
        provisioner.createClass("fast", "");
        String uid = provisioner.createClaim("data");
        provisioner.awaitEvent(
                "ProvisioningFailed", "created volume capacity 1 less than requested capacity 1073741824");

        small.set(false);

        provisioner.awaitVolume(uid);
        assertThat(provisioner.calls(DeleteVolumeRequest.class))
                .isNotEmpty()
                .allSatisfy(call -> assertThat(call.getVolumeId()).isEqualTo("volume-pvc-" + uid));
    }

    /** Contract section 6: five tries to remove it, with the secrets of the call, and the attempt stays in background. */
    @Test
    void aVolumeThatIsTooSmallAndWillNotGoIsGivenUpAfterFiveTries() throws InterruptedException {
        invariants.expectErrors("no volume for the claim");
        var isSmall = new AtomicBoolean(true);
        provisioner.driver.editReplies(
                CREATE, reply -> isSmall.getAndSet(false) ? oneByte((CreateVolumeResponse) reply) : reply);
        provisioner.driver.faults().failAll(DriverCall.on("DeleteVolume"), Status.INTERNAL);
        provisioner.api.create("""
            {"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "key", "namespace": "team"},
             "data": {"user": "dQ=="}}
            """);
        provisioner.createClass("fast", """
            "parameters": {"csi.storage.k8s.io/secret-name": "key", "csi.storage.k8s.io/secret-namespace": "team"}
            """);

        String uid = provisioner.createClaim("data");

        provisioner.awaitVolume(uid);
        assertThat(provisioner.calls(DeleteVolumeRequest.class))
                .hasSize(5)
                .allSatisfy(call -> assertThat(call.getSecretsMap()).isEqualTo(Map.of("user", "u")));
        assertThat(calls()).hasSize(2).containsOnly(calls().getFirst());
    }

    @Test
    void anAnswerWithoutVolumeIsAFailureAndNotTheEnd() throws InterruptedException {
        invariants.expectErrors("no volume for the claim");
        var empty = new AtomicBoolean(true);
        provisioner.driver.editReplies(
                CREATE, reply -> empty.get() ? CreateVolumeResponse.getDefaultInstance() : reply);
        provisioner.createClass("fast", "");
        String uid = provisioner.createClaim("data");
        provisioner.awaitEvent("ProvisioningFailed", "the driver answered CreateVolume without a volume");

        empty.set(false);

        provisioner.awaitVolume(uid);
    }

    private static CreateVolumeResponse oneByte(CreateVolumeResponse reply) {
        return CreateVolumeResponse.newBuilder()
                .setVolume(reply.getVolume().toBuilder().setCapacityBytes(1))
                .build();
    }

    @Test
    void aVolumeThatCannotBeSavedIsSavedLaterWithoutANewCall() throws InterruptedException {
        invariants.expectErrors("volume is not saved yet");
        provisioner.api.faults().fail(3, on("create", "persistentvolumes"), ApiFailure.forbidden("not yet"));
        provisioner.createClass("fast", "");

        String uid = provisioner.createClaim("data");

        provisioner.awaitVolume(uid);
        provisioner.awaitEvent("ProvisioningSucceeded", "pvc-" + uid);
        assertThat(calls()).hasSize(1);
    }

    @Test
    void aVolumeWhoseSavedAnswerIsLostIsNotMadeTwice() throws InterruptedException {
        invariants.expectErrors("volume is not saved yet");
        provisioner.api.faults().loseReplies(1, on("create", "persistentvolumes"));
        provisioner.createClass("fast", "");

        String uid = provisioner.createClaim("data");

        provisioner.awaitEvent("ProvisioningSucceeded", "pvc-" + uid);
        assertThat(calls()).hasSize(1);
        assertThat(provisioner.api.list("persistentvolumes")).hasSize(1);
    }

    @Test
    void aVolumeDeletedBeforeItWasBoundIsMadeAgain() throws InterruptedException {
        provisioner.createClass("fast", "");
        String uid = provisioner.createClaim("data");
        provisioner.awaitVolume(uid);

        provisioner.api.edit(
                "persistentvolumes",
                "",
                "pvc-" + uid,
                volume -> volume.getAsJsonObject("metadata").add("finalizers", new JsonArray()));
        provisioner.api.delete("persistentvolumes", "", "pvc-" + uid);

        provisioner.api.awaitCalls(2, on("create", "persistentvolumes"));
        provisioner.awaitVolume(uid);
    }

    @Test
    void stoppingLetsARunningCallEndAndItsVolumeBeSaved() throws InterruptedException {
        var hold = provisioner.driver.faults().hold(1, CREATE);
        provisioner.createClass("fast", "");
        String uid = provisioner.createClaim("data");
        hold.awaitArrival();

        var stopping =
                Thread.ofVirtual().start(() -> assertThat(provisioner.stop()).isEqualTo(Exit.OK));
        hold.release();
        stopping.join();

        assertThat(provisioner.api.find("persistentvolumes", "", "pvc-" + uid)).isPresent();
    }

    private List<CreateVolumeRequest> calls() {
        return provisioner.calls(CreateVolumeRequest.class);
    }
}
