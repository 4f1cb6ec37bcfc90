package io.csi4j.provisioner.volume;

import static org.assertj.core.api.Assertions.assertThat;

import io.csi4j.controller.storage.Annotations;
import io.csi4j.controller.storage.Finalizers;
import io.csi4j.controller.storage.Meta;
import io.csi4j.controller.storage.ObjectKey;
import io.csi4j.controller.storage.ReclaimPolicy;
import io.csi4j.controller.storage.Volume;
import io.csi4j.controller.storage.VolumePhase;
import io.csi4j.controller.storage.VolumeSource;
import io.csi4j.provisioner.Given;
import io.csi4j.provisioner.volume.VolumeFate.Protection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VolumeFateTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
            driver           | provisionedBy         | migratedTo      | source           | ours
            a.example.com    | a.example.com         |                 | a.example.com    | true
            a.example.com    | b.example.com         |                 | a.example.com    | false
            a.example.com    | b.example.com         | a.example.com   | other            | true
            a.example.com    |                       |                 | a.example.com    | true
            a.example.com    |                       |                 | b.example.com    | false
            a.example.com    |                       |                 | other            | false
            a.example.com    |                       | a.example.com   | other            | true
            ebs.csi.aws.com  | kubernetes.io/aws-ebs |                 | other            | true
            """)
    void ownVolumesAreKnownByAnnotationOrSource(
            String driver, @Nullable String provisionedBy, @Nullable String migratedTo, String source, boolean ours) {
        var annotations = new HashMap<String, String>();
        if (provisionedBy != null) {
            annotations.put(Annotations.PROVISIONED_BY, provisionedBy);
        }
        if (migratedTo != null) {
            annotations.put(Annotations.MIGRATED_TO, migratedTo);
        }
        var volume = volume(annotations, source, ReclaimPolicy.DELETE, VolumePhase.BOUND, false, false);

        assertThat(VolumeFate.isOurs(volume, driver)).isEqualTo(ours);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
            policy  | phase    | deleting | finalizer | protection
            DELETE  | BOUND    | false    | false     | ADD
            DELETE  | BOUND    | false    | true      | LEAVE
            DELETE  | BOUND    | true     | false     | LEAVE
            DELETE  | RELEASED | false    | false     | LEAVE
            DELETE  | PENDING  | false    | false     | LEAVE
            RETAIN  | BOUND    | false    | true      | REMOVE
            RETAIN  | BOUND    | false    | false     | LEAVE
            RETAIN  | RELEASED | true     | true      | REMOVE
            RECYCLE | BOUND    | false    | true      | REMOVE
                    | BOUND    | false    | true      | LEAVE
            """)
    void protectionFollowsThePolicy(
            @Nullable ReclaimPolicy policy,
            VolumePhase phase,
            boolean deleting,
            boolean finalizer,
            Protection protection) {
        var volume = volume(Map.of(), Given.DRIVER, policy, phase, deleting, finalizer);

        assertThat(VolumeFate.protection(volume)).isEqualTo(protection);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
            policy  | phase     | deleting | finalizer | delete
            DELETE  | RELEASED  | false    | true      | true
            DELETE  | RELEASED  | false    | false     | true
            DELETE  | RELEASED  | true     | true      | true
            DELETE  | RELEASED  | true     | false     | false
            DELETE  | FAILED    | false    | true      | false
            DELETE  | BOUND     | true     | true      | false
            DELETE  | AVAILABLE | false    | true      | false
            RETAIN  | RELEASED  | false    | true      | false
            RECYCLE | RELEASED  | false    | true      | false
                    | RELEASED  | false    | true      | false
            """)
    void onlyReleasedVolumesGo(
            @Nullable ReclaimPolicy policy, VolumePhase phase, boolean deleting, boolean finalizer, boolean delete) {
        var volume = volume(Map.of(), Given.DRIVER, policy, phase, deleting, finalizer);

        assertThat(VolumeFate.isDeletionWanted(volume)).isEqualTo(delete);
    }

    private static Volume volume(
            Map<String, String> annotations,
            String source,
            @Nullable ReclaimPolicy policy,
            VolumePhase phase,
            boolean deleting,
            boolean finalizer) {
        var finalizers = finalizer ? List.of("x/y", Finalizers.PROVISIONER) : List.of("x/y");
        var meta = new Meta(ObjectKey.cluster("pv-1"), "u", "1", deleting, annotations, finalizers);
        var behind = source.equals("other")
                ? new VolumeSource.Other("awsElasticBlockStore")
                : new VolumeSource.Csi(source, "id", false, "", Map.of(), VolumeSource.SecretReferences.NONE);
        var spec = new Volume.Spec(null, List.of(), policy, "", null, List.of(), null, null, null, behind);
        return new Volume(meta, spec, phase);
    }
}
