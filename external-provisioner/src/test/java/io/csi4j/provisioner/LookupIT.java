package io.csi4j.provisioner;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import io.csi4j.sidecar.log.Logging;
import io.csi4j.sidecar.log.LoggingOptions;
import io.csi4j.spec.v1.ControllerServiceCapability.RPC;
import io.csi4j.spec.v1.CreateVolumeRequest;
import io.csi4j.testkit.Invariants;
import io.csi4j.testkit.apiserver.ApiCall;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a claim's call needs besides claim and class: secrets (contract 4.4) and the attributes class (4.1, step 16). */
@Timeout(60)
class LookupIT {
    @RegisterExtension
    private final Invariants invariants = new Invariants();

    private static final List<String> OPERATIONS = List.of(
            "provisioner",
            "controller-publish",
            "node-stage",
            "node-publish",
            "controller-expand",
            "node-expand",
            "controller-modify");

    private final RunningProvisioner provisioner =
            RunningProvisioner.prepared(RunningProvisioner.TRAITS.with(RPC.Type.MODIFY_VOLUME));

    /** At the level that shows requests: what must not be in the log is looked for where it could be. */
    @BeforeEach
    void start() {
        Logging.configure(ProvisionerOptions.parse("-v=5").logging());
        provisioner.begin();
    }

    @AfterEach
    void stop() {
        provisioner.close();
        Logging.configure(LoggingOptions.standard());
    }

    @Test
    void everyOperationsSecretIsNamedInTheVolumeAndOnlyOurOwnIsRead() throws InterruptedException {
        createSecretClass();
        provisioner.api.create("""
            {"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "data-provisioner", "namespace": "team"},
             "data": {"password": "aHVzaC1odXNo"}}
            """);

        var volume = provisioner.awaitVolume(provisioner.createClaim("data"));

        var source = volume.getAsJsonObject("spec").getAsJsonObject("csi");
        assertThat(named(source, "controllerPublishSecretRef")).isEqualTo("team/data-controller-publish");
        assertThat(named(source, "nodeStageSecretRef")).isEqualTo("team/data-node-stage");
        assertThat(named(source, "nodePublishSecretRef")).isEqualTo("team/data-node-publish");
        assertThat(named(source, "controllerExpandSecretRef")).isEqualTo("team/data-controller-expand");
        assertThat(named(source, "nodeExpandSecretRef")).isEqualTo("team/data-node-expand");
        assertThat(volume.getAsJsonObject("metadata")
                        .getAsJsonObject("annotations")
                        .toString())
                .contains("provisioner-deletion-secret-name\":\"data-provisioner\"")
                .contains("controller-modify-secret-name\":\"data-controller-modify\"");
        assertThat(provisioner.api.calls(ApiCall.on("get", "secrets")))
                .extracting(ApiCall::name)
                .containsExactly("data-provisioner");
        assertThat(calls())
                .singleElement()
                .satisfies(call -> assertThat(call.getSecretsMap()).isEqualTo(Map.of("password", "hush-hush")));
        assertThat(invariants.logLines())
                .anyMatch(line -> line.contains("CreateVolume") && line.contains("***stripped***"))
                .noneMatch(line -> line.contains("hush-hush"));
    }

    @Test
    void aMissingSecretIsToldOfByNameAndComesIntoUseWhenItIsThere() throws InterruptedException {
        invariants.expectErrors("no volume for the claim");
        createSecretClass();
        String uid = provisioner.createClaim("data");
        provisioner.awaitEvent("ProvisioningFailed", "cannot read secret team/data-provisioner: not found");
        assertThat(calls()).isEmpty();

        provisioner.api.create("""
            {"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "data-provisioner", "namespace": "team"},
             "data": {"password": "aHVzaC1odXNo"}}
            """);

        provisioner.awaitVolume(uid);
        assertThat(provisioner.api.calls(ApiCall.on("*", "events")))
                .noneMatch(call -> call.body().contains("hush") || call.body().contains("aHVzaC1odXNo"));
    }

    @Test
    void theAttributesClassOfTheClaimGivesTheMutableParameters() throws InterruptedException {
        provisioner.createClass("fast", "");
        createAttributesClass(Given.DRIVER);

        String uid = provisioner.createClaim("data", "", ", \"volumeAttributesClassName\": \"gold\"");

        assertThat(provisioner
                        .awaitVolume(uid)
                        .getAsJsonObject("spec")
                        .get("volumeAttributesClassName")
                        .getAsString())
                .isEqualTo("gold");
        assertThat(calls())
                .singleElement()
                .satisfies(call -> assertThat(call.getMutableParameterMap()).isEqualTo(Map.of("iops", "7")));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
            driver            | message
                              | cannot read VolumeAttributesClass gold: not found
            other.example.com | VolumeAttributesClass gold is of driver other.example.com
            """)
    void aWrongAttributesClassIsNamed(@Nullable String driver, String message) throws InterruptedException {
        invariants.expectErrors("no volume for the claim");
        provisioner.createClass("fast", "");
        if (driver != null) {
            createAttributesClass(driver);
        }

        provisioner.createClaim("data", "", ", \"volumeAttributesClassName\": \"gold\"");

        provisioner.awaitEvent("ProvisioningFailed", message);
        assertThat(calls()).isEmpty();
    }

    private void createSecretClass() {
        String parameters =
                OPERATIONS.stream().map(operation -> """
                    "csi.storage.k8s.io/%1$s-secret-name": "${pvc.name}-%1$s",
                    "csi.storage.k8s.io/%1$s-secret-namespace": "${pvc.namespace}"
                    """.formatted(operation)).collect(Collectors.joining(","));
        provisioner.createClass("fast", "\"parameters\": {" + parameters + "}");
    }

    private void createAttributesClass(String driver) {
        provisioner.api.create("""
            {"apiVersion": "storage.k8s.io/v1", "kind": "VolumeAttributesClass", "metadata": {"name": "gold"},
             "driverName": "%s", "parameters": {"iops": "7"}}
            """.formatted(driver));
    }

    private static String named(JsonObject source, String field) {
        var reference = source.getAsJsonObject(field);
        return reference.get("namespace").getAsString() + "/"
                + reference.get("name").getAsString();
    }

    private List<CreateVolumeRequest> calls() {
        return provisioner.calls(CreateVolumeRequest.class);
    }
}
