package io.csi4j.provisioner.volume;

import static io.csi4j.provisioner.Given.aClass;
import static org.assertj.core.api.Assertions.assertThat;

import io.csi4j.controller.storage.ClaimReference;
import io.csi4j.controller.storage.Meta;
import io.csi4j.controller.storage.ObjectKey;
import io.csi4j.controller.storage.SecretReference;
import io.csi4j.controller.storage.StorageClass;
import io.csi4j.controller.storage.Volume;
import io.csi4j.controller.storage.VolumePhase;
import io.csi4j.controller.storage.VolumeSource;
import io.csi4j.provisioner.Given;
import io.csi4j.provisioner.request.Step;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeletionSecretsTest {
    private static final String NAME = "volume.kubernetes.io/provisioner-deletion-secret-name";
    private static final String NAMESPACE = "volume.kubernetes.io/provisioner-deletion-secret-namespace";
    private static final String PREFIX = "csi.storage.k8s.io/";

    private final StorageClass named = aClass().with(
                    Map.of(PREFIX + "secret-name", "${pvc.name}", PREFIX + "secret-namespace", "${pvc.namespace}"))
            .build();

    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
            name | namespace | class there | claim known | secret
            k    | s         | true        | true        | s/k
            k    | s         | false       | false       | s/k
            ''   | ''        | true        | true        |
            k    | ''        | true        | true        |
                 |           | true        | true        | team/data
            k    |           | true        | true        | team/data
                 |           | false       | true        |
                 |           | true        | false       |
            """)
    void theVolumeTellsBeforeItsClass(
            @Nullable String name,
            @Nullable String namespace,
            boolean classThere,
            boolean claimKnown,
            @Nullable String secret) {
        var volume = volume(annotations(name, namespace), claimKnown);

        var found = DeletionSecrets.of(volume, asked -> Optional.of(named).filter(_ -> classThere));

        assertThat(found).isEqualTo(Step.ready(Optional.ofNullable(secret).map(DeletionSecretsTest::reference)));
    }

    @Test
    void aTemplateWithClaimAnnotationsCannotBeFilledAnyMore() {
        var annotated = aClass().with(
                        Map.of(PREFIX + "secret-name", "${pvc.annotations['a']}", PREFIX + "secret-namespace", "s"))
                .build();

        assertThat(DeletionSecrets.of(volume(Map.of(), true), _ -> Optional.of(annotated)))
                .isInstanceOf(Step.Blocked.class);
    }

    @Test
    void theClassAnnotationGoesBeforeTheField() {
        var volume = volume(Map.of("volume.beta.kubernetes.io/storage-class", "old"), true);

        var found = DeletionSecrets.of(volume, asked -> Optional.of(named).filter(_ -> asked.equals("old")));

        assertThat(found).isEqualTo(Step.ready(Optional.of(reference("team/data"))));
    }

    private static Map<String, String> annotations(@Nullable String name, @Nullable String namespace) {
        if (name == null) {
            return Map.of();
        }
        return namespace == null ? Map.of(NAME, name) : Map.of(NAME, name, NAMESPACE, namespace);
    }

    private static SecretReference reference(String path) {
        String[] parts = path.split("/", 2);
        return new SecretReference(parts[0], parts[1]);
    }

    private static Volume volume(Map<String, String> annotations, boolean claimKnown) {
        var meta = new Meta(ObjectKey.cluster("pv-1"), "u", "1", false, annotations, List.of());
        var claim = claimKnown ? new ClaimReference("team", "data", "uid", "1") : null;
        var source = new VolumeSource.Csi(Given.DRIVER, "id", false, "", Map.of(), VolumeSource.SecretReferences.NONE);
        var spec = new Volume.Spec(null, List.of(), null, Given.CLASS, null, List.of(), null, claim, null, source);
        return new Volume(meta, spec, VolumePhase.RELEASED);
    }
}
