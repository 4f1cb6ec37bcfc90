package io.csi4j.controller.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InTreeTest {
    /** Contract external-attacher.md, section 6. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
                    field                | migratable
                    awsElasticBlockStore | true
                    gcePersistentDisk    | true
                    cinder               | true
                    azureDisk            | true
                    azureFile            | true
                    vsphereVolume        | true
                    portworxVolume       | true
                    nfs                  | false
                    hostPath             | false
                    """)
    void sevenPluginsHaveASuccessor(String field, boolean migratable) {
        assertThat(InTree.isField(field)).isEqualTo(migratable);
    }

    @Test
    void onlyVolumesOfSuchPluginsHaveSomethingToMigrate() {
        var csi = new VolumeSource.Csi("d", "h", false, "", Map.of(), VolumeSource.SecretReferences.NONE);

        assertThat(InTree.isMigratable(csi)).isFalse();
        assertThat(InTree.isMigratable(new VolumeSource.Other("nfs"))).isFalse();
        assertThat(InTree.isMigratable(new VolumeSource.Other("cinder"))).isTrue();
    }

    @Test
    void aDriverAnswersForItsPlugin() {
        assertThat(InTree.isNameOf("ebs.csi.aws.com", "kubernetes.io/aws-ebs")).isTrue();
        assertThat(InTree.isNameOf("ebs.csi.aws.com", "kubernetes.io/gce-pd")).isFalse();
        assertThat(InTree.isNameOf("nfs.csi.k8s.io", "nfs.csi.k8s.io")).isTrue();
        assertThat(InTree.nameOf("nfs.csi.k8s.io")).isEmpty();
    }
}
