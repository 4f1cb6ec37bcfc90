package io.csi4j.resizer.claim;

import static io.csi4j.resizer.Given.UID;
import static io.csi4j.resizer.Given.aClaim;
import static io.csi4j.resizer.Given.aVolume;
import static org.assertj.core.api.Assertions.assertThat;

import io.csi4j.controller.storage.Annotations;
import io.csi4j.controller.storage.ClaimReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OwnershipTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
            namespace | name  | uid   | bound
            team      | data  | same  | true
            team      | other | same  | true
            other     | data  | same  | false
            team      | data  | wrong | false
            team      | data  | ''    | false
            """)
    void theReferenceToTheClaimDecides(String namespace, String name, String uid, boolean bound) {
        var volume = aVolume().boundTo(new ClaimReference(namespace, name, uid.equals("same") ? UID : uid, ""));

        assertThat(Ownership.isOf(volume.build(), aClaim().build())).isEqualTo(bound);
    }

    @Test
    void aVolumeWithoutReferenceIsNobodys() {
        assertThat(Ownership.isOf(aVolume().boundTo(null).build(), aClaim().build()))
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
            driver                | source                | annotation           | kept  | ours
            test.csi.example.com  | test.csi.example.com  |                      | true  | true
            test.csi.example.com  | test.csi.example.com  | another.example.com  | true  | true
            test.csi.example.com  | another.example.com   |                      | false | false
            test.csi.example.com  | another.example.com   | test.csi.example.com | false | false
            test.csi.example.com  | awsElasticBlockStore  | test.csi.example.com | false | false
            ebs.csi.aws.com       | ebs.csi.aws.com       |                      | true  | true
            ebs.csi.aws.com       | awsElasticBlockStore  | ebs.csi.aws.com      | true  | true
            ebs.csi.aws.com       | awsElasticBlockStore  |                      | true  | false
            ebs.csi.aws.com       | awsElasticBlockStore  | kubernetes.io/aws-ebs | true | false
            ebs.csi.aws.com       | hostPath              |                      | false | false
            pd.csi.storage.gke.io | gcePersistentDisk     | pd.csi.storage.gke.io | true | true
            """)
    void driverSourceAndAnnotationDecideWhoseAVolumeIs(
            String driver, String source, @Nullable String annotation, boolean kept, boolean ours) {
        var volume = (source.contains(".") ? aVolume().of(source) : aVolume().inTree(source)).build();
        var claim = aClaim();
        if (annotation != null) {
            claim.annotated(Annotations.STORAGE_RESIZER, annotation);
        }

        assertThat(Ownership.isWorthKeeping(volume, driver)).isEqualTo(kept);
        assertThat(Ownership.isWorthKeeping(volume, driver) && Ownership.isOurs(volume, claim.build(), driver))
                .isEqualTo(ours);
    }
}
