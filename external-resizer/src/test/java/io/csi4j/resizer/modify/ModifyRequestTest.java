package io.csi4j.resizer.modify;

import static io.csi4j.resizer.Given.aClaim;
import static io.csi4j.resizer.Given.aVolume;
import static org.assertj.core.api.Assertions.assertThat;

import io.csi4j.controller.storage.Annotations;
import io.csi4j.controller.storage.SecretReference;
import io.csi4j.resizer.claim.Step;
import io.csi4j.spec.v1.ControllerModifyVolumeRequest;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModifyRequestTest {
    @Test
    void theCallNamesHandleParametersAndSecrets() {
        var step = ModifyRequest.of(aVolume().build(), Map.of("iops", "10"), Map.of("user", "u"));

        assertThat(step)
                .isEqualTo(Step.ready(ControllerModifyVolumeRequest.newBuilder()
                        .setVolumeId("handle-1")
                        .putMutableParameters("iops", "10")
                        .putSecrets("user", "u")
                        .build()));
    }

    @Test
    void aVolumeWithoutHandleCannotBeModified() {
        assertThat(ModifyRequest.of(aVolume().handle("").build(), Map.of(), Map.of()))
                .isEqualTo(Step.blocked("volume pv-1 has no handle"));
    }

    @Test
    void namesAreAddedToTheParametersOfTheClass() {
        assertThat(ModifyRequest.withNames(
                        Map.of("iops", "10"), aClaim().build(), aVolume().build()))
                .isEqualTo(Map.of(
                        "iops", "10",
                        "csi.storage.k8s.io/pvc/name", "data",
                        "csi.storage.k8s.io/pvc/namespace", "team",
                        "csi.storage.k8s.io/pv/name", "pv-1"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
            name | namespace | expand | secret
            key  | team      | other  | team/key
            key  | team      |        | team/key
            key  | ''        | other  | team/other
            ''   | team      | other  | team/other
                 |           | other  | team/other
                 |           |        |
            """)
    void theSecretOfModificationGoesBeforeTheOneOfExpansion(
            @Nullable String name, @Nullable String namespace, @Nullable String expand, @Nullable String secret) {
        var volume = aVolume();
        if (name != null && namespace != null) {
            volume.annotated(Annotations.MODIFY_SECRET_NAME, name)
                    .annotated(Annotations.MODIFY_SECRET_NAMESPACE, namespace);
        }
        if (expand != null) {
            volume.expandSecret(new SecretReference("team", expand));
        }

        var found = ModifyRequest.secret(volume.build());

        assertThat(found == null ? null : found.key().toString()).isEqualTo(secret);
    }
}
