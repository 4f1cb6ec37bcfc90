package io.csi4j.provisioner.claim;

import static io.csi4j.provisioner.Given.aClaim;
import static io.csi4j.provisioner.Given.aClass;
import static org.assertj.core.api.Assertions.assertThat;

import io.csi4j.controller.storage.BindingMode;
import io.csi4j.controller.storage.Claim;
import io.csi4j.controller.storage.StorageClass;
import io.csi4j.provisioner.Given;
import io.csi4j.provisioner.claim.Eligibility.Verdict;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EligibilityTest {
    private static final String NODE = "volume.kubernetes.io/selected-node";
    private static final String OLD_NODE = "volume.alpha.kubernetes.io/selected-node";

    @Test
    void aPlainClaimIsTaken() {
        var storageClass = aClass().build();

        assertThat(judge(aClaim().build(), storageClass)).isEqualTo(new Verdict.Taken(storageClass, ""));
    }

    @Test
    void aDeletingClaimThatAFinalizerHoldsIsTaken() {
        assertThat(judge(aClaim().deleting().build(), aClass().build())).isInstanceOf(Verdict.Taken.class);
    }

    @Test
    void aBoundClaimIsIgnored() {
        assertIgnored(judge(aClaim().boundTo("pv").build(), aClass().build()), "bound");
    }

    @Test
    void aClaimWithAVolumeIsIgnored() {
        var verdict = Eligibility.of(
                aClaim().build(), Given.DRIVER, _ -> Optional.of(aClass().build()), Given.VOLUME_NAME::equals);

        assertIgnored(verdict, "has a volume already");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
            driver           | annotations                                                                 | ours
            a.example.com    | ''                                                                          | false
            a.example.com    | volume.kubernetes.io/storage-provisioner=a.example.com                      | true
            a.example.com    | volume.beta.kubernetes.io/storage-provisioner=a.example.com                 | true
            a.example.com    | volume.kubernetes.io/storage-provisioner=b.example.com                      | false
            ebs.csi.aws.com  | volume.kubernetes.io/storage-provisioner=kubernetes.io/aws-ebs              | false
            """)
    void theAnnotationNamesTheProvisioner(String driver, String annotations, boolean ours) {
        var claim = aClaim().withoutAnnotations()
                .annotated(Given.pairs(annotations))
                .build();

        assertThat(Eligibility.isAddressedTo(driver, claim)).isEqualTo(ours);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
            provisioner           | older          | migratedTo       | ours
            b.example.com         | ebs.csi.aws.com |                 | false
            ''                    | ebs.csi.aws.com |                 | false
            kubernetes.io/aws-ebs |                | ebs.csi.aws.com  | true
            b.example.com         |                | ebs.csi.aws.com  | false
            ebs.csi.aws.com       |                | other            | true
            """)
    void theNewerAnnotationGoesFirstAndMigrationNeedsBothNames(
            String provisioner, @Nullable String older, @Nullable String migratedTo, boolean ours) {
        var claim = aClaim().withoutAnnotations()
                .annotated(Map.of("volume.kubernetes.io/storage-provisioner", provisioner));
        if (older != null) {
            claim.annotated(Map.of("volume.beta.kubernetes.io/storage-provisioner", older));
        }
        if (migratedTo != null) {
            claim.annotated(Map.of("pv.kubernetes.io/migrated-to", migratedTo));
        }

        assertThat(Eligibility.isAddressedTo("ebs.csi.aws.com", claim.build())).isEqualTo(ours);
    }

    @Test
    void aMissingClassIsNamed() {
        var claim = aClaim().ofClass(null)
                .annotated(Map.of("volume.beta.kubernetes.io/storage-class", "slow"))
                .build();

        assertThat(judge(claim, aClass().build())).isEqualTo(new Verdict.ClassMissing("slow"));
        assertThat(judge(aClaim().ofClass(null).build(), aClass().build())).isEqualTo(new Verdict.ClassMissing(""));
    }

    @Test
    void theClassAnnotationGoesBeforeTheField() {
        var claim = aClaim().ofClass("other")
                .annotated(Map.of("volume.beta.kubernetes.io/storage-class", Given.CLASS))
                .build();

        assertThat(judge(claim, aClass().build())).isInstanceOf(Verdict.Taken.class);
    }

    @Test
    void aClassOfAnotherProvisionerIsIgnored() {
        assertIgnored(judge(aClaim().build(), aClass().of("other").build()), "class of another provisioner");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
            mode                    | node | oldNode | taken | passedOn
            IMMEDIATE               |      |         | true  | ''
            IMMEDIATE               | n1   |         | true  | n1
                                    |      |         | true  | ''
            WAIT_FOR_FIRST_CONSUMER |      |         | false |
            WAIT_FOR_FIRST_CONSUMER | ''   |         | false |
            WAIT_FOR_FIRST_CONSUMER |      | n1      | false |
            WAIT_FOR_FIRST_CONSUMER | n1   | n2      | true  | n1
            IMMEDIATE               |      | n2      | true  | n2
            """)
    void lateBindingWaitsForTheSelectedNode(
            @Nullable BindingMode mode,
            @Nullable String node,
            @Nullable String oldNode,
            boolean taken,
            @Nullable String passedOn) {
        var claim = aClaim();
        if (node != null) {
            claim.annotated(Map.of(NODE, node));
        }
        if (oldNode != null) {
            claim.annotated(Map.of(OLD_NODE, oldNode));
        }
        var storageClass = aClass().binding(mode).build();

        Verdict expected = taken
                ? new Verdict.Taken(storageClass, passedOn == null ? "" : passedOn)
                : new Verdict.Ignored("waits for a node");
        assertThat(judge(claim.build(), storageClass)).isEqualTo(expected);
    }

    private static Verdict judge(Claim claim, StorageClass storageClass) {
        return Eligibility.of(
                claim,
                Given.DRIVER,
                name -> Optional.of(storageClass).filter(known -> known.name().equals(name)),
                _ -> false);
    }

    private static void assertIgnored(Verdict verdict, String reason) {
        assertThat(verdict).isEqualTo(new Verdict.Ignored(reason));
    }
}
