package io.csi4j.provisioner.request;

import static org.assertj.core.api.Assertions.assertThat;

import io.csi4j.controller.storage.ClaimReference;
import io.csi4j.controller.storage.SecretReference;
import io.csi4j.provisioner.Given;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** In the tables a leading {@code /} stands for the reserved prefix. */
class SecretsTest {
    private static final SecretContext CONTEXT = SecretContext.of(
            "pv-1", Given.aClaim().annotated(Map.of("team/vault", "blue")).build());

    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
            parameters                                                                   | secret
            ''                                                                           |
            /provisioner-secret-name=n;/provisioner-secret-namespace=s                   | s/n
            csiProvisionerSecretName=n;csiProvisionerSecretNamespace=s                   | s/n
            csiProvisionerSecretName=n;/provisioner-secret-namespace=s                   | s/n
            /provisioner-secret-name=n;csiProvisionerSecretNamespace=s                   | s/n
            /secret-name=d;/secret-namespace=s                                           | s/d
            /secret-name=d;/secret-namespace=x;/provisioner-secret-name=n;/provisioner-secret-namespace=s | s/n
            /secret-name=${pvc.name}-${pv.name};/secret-namespace=${pvc.namespace}       | team/data-pv-1
            /secret-name=${pvc.annotations['team/vault']};/secret-namespace=s            | s/blue
            /node-stage-secret-name=n                                                    |
            """)
    void provisionerSecretIsFoundByItsKeys(String parameters, @Nullable String secret) {
        var found = Secrets.reference(SecretUse.PROVISIONER, prefixed(parameters), CONTEXT);

        assertThat(found).isEqualTo(Step.ready(Optional.ofNullable(secret).map(SecretsTest::reference)));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
            parameters                                                                   | message
            /provisioner-secret-name=n                                                   | only the name
            /provisioner-secret-namespace=s                                              | only the namespace
            csiProvisionerSecretName=n                                                   | only the name
            csiProvisionerSecretNamespace=s                                              | only the namespace
            /provisioner-secret-name=n;csiProvisionerSecretName=m                        | need one of them
            /provisioner-secret-namespace=n;csiProvisionerSecretNamespace=m              | need one of them
            /provisioner-secret-name=;/provisioner-secret-namespace=s                    | must not be empty
            /secret-name=;/secret-namespace=s                                            | must not be empty
            /secret-name=n                                                               | only the name
            /provisioner-secret-name=N_n;/provisioner-secret-namespace=s                 | no valid Kubernetes name
            /provisioner-secret-name=n;/provisioner-secret-namespace=s.t                 | no valid Kubernetes name
            /provisioner-secret-name=n;/provisioner-secret-namespace=${pvc.name}         | invalid tokens: [pvc.name]
            /provisioner-secret-name=${x};/provisioner-secret-namespace=s                | invalid tokens: [x]
            /secret-name=${pvc.annotations['other']};/secret-namespace=s                 | pvc.annotations['other']
            """)
    void wrongReferencesLeaveEverythingAsItIs(String parameters, String message) {
        var found = Secrets.reference(SecretUse.PROVISIONER, prefixed(parameters), CONTEXT);

        assertThat(found).isInstanceOfSatisfying(Step.Blocked.class, blocked -> {
            assertThat(blocked.obstacle().message()).contains(message);
            assertThat(blocked.obstacle().state()).isEqualTo(State.NO_CHANGE);
        });
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
            operation          | deprecated                 | secret
            PROVISIONER        | csiProvisionerSecret       | s/n
            CONTROLLER_PUBLISH | csiControllerPublishSecret | s/n
            NODE_STAGE         | csiNodeStageSecret         | s/n
            NODE_PUBLISH       | csiNodePublishSecret       | s/n
            CONTROLLER_EXPAND  | csiControllerExpandSecret  |
            NODE_EXPAND        | csiNodeExpandSecret        |
            CONTROLLER_MODIFY  | csiControllerModifySecret  |
            """)
    void onlyTheFourOldestOperationsHaveADeprecatedPair(SecretUse use, String deprecated, @Nullable String secret) {
        var parameters = Map.of(deprecated + "Name", "n", deprecated + "Namespace", "s");

        assertThat(ready(Secrets.reference(use, parameters, CONTEXT)))
                .isEqualTo(Optional.ofNullable(secret).map(SecretsTest::reference));
    }

    @Test
    void theDefaultPairServesEveryOperationWithoutAPairOfItsOwn() {
        var parameters = prefixed(
                "/secret-name=d;/secret-namespace=s;/node-stage-secret-name=n;" + "/node-stage-secret-namespace=s");

        var secrets = ready(Secrets.all(parameters, CONTEXT));

        for (var use : SecretUse.values()) {
            String expected = use == SecretUse.NODE_STAGE ? "s/n" : "s/d";
            assertThat(secrets.of(use)).as(use.operation()).contains(reference(expected));
        }
    }

    /** Whoever names half of a pair, or a pair the wrong way, must not be taken for one who names none. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
            parameters                              | named
            ''                                      | false
            server=s;/fstype=xfs                    | false
            /unknown-secret-name=n                  | false
            csiControllerExpandSecretName=n         | false
            /secret-name=n                          | true
            /secret-namespace=s                     | true
            /node-expand-secret-name=               | true
            /controller-modify-secret-namespace=s   | true
            csiNodeStageSecretName=n                | true
            csiProvisionerSecretNamespace=s         | true
            """)
    void everyKeyOfASecretIsSeen(String parameters, boolean named) {
        assertThat(Secrets.areNamed(prefixed(parameters))).isEqualTo(named);
    }

    @Test
    void theFirstWrongReferenceBlocks() {
        var parameters = prefixed("/node-expand-secret-name=n;/node-publish-secret-namespace=s");

        assertThat(Secrets.all(parameters, CONTEXT))
                .isInstanceOfSatisfying(
                        Step.Blocked.class,
                        blocked -> assertThat(blocked.obstacle().message()).startsWith("node-publish secret"));
    }

    @Test
    void aClaimThatIsGoneHasNoAnnotations() {
        var gone = SecretContext.of("pv-1", new ClaimReference("team", "data", "u", ""));
        var parameters = prefixed("/secret-name=${pvc.name};/secret-namespace=${pvc.namespace}");
        var annotated = prefixed("/secret-name=${pvc.annotations['team/vault']};/secret-namespace=s");

        assertThat(ready(Secrets.reference(SecretUse.PROVISIONER, parameters, gone)))
                .contains(reference("team/data"));
        assertThat(Secrets.reference(SecretUse.PROVISIONER, annotated, gone)).isInstanceOf(Step.Blocked.class);
    }

    static <T> T ready(Step<T> step) {
        return switch (step) {
            case Step.Ready<T>(var value) -> value;
            case Step.Blocked<T>(var obstacle) -> throw new AssertionError(obstacle);
        };
    }

    private static Map<String, String> prefixed(String parameters) {
        return Given.pairs(parameters).entrySet().stream()
                .collect(Collectors.toMap(
                        entry -> entry.getKey().replaceFirst("^/", ParameterKeys.PREFIX), Map.Entry::getValue));
    }

    private static SecretReference reference(String path) {
        var parts = Arrays.asList(path.split("/"));
        return new SecretReference(parts.get(0), parts.get(1));
    }
}
