package io.csi4j.provisioner.request;

import static io.csi4j.provisioner.Given.DRIVER;
import static io.csi4j.provisioner.Given.aClaim;
import static org.assertj.core.api.Assertions.assertThat;

import io.csi4j.controller.storage.Claim;
import io.csi4j.controller.storage.ClaimPhase;
import io.csi4j.controller.storage.ClaimReference;
import io.csi4j.controller.storage.Meta;
import io.csi4j.controller.storage.ObjectKey;
import io.csi4j.controller.storage.Volume;
import io.csi4j.controller.storage.VolumePhase;
import io.csi4j.controller.storage.VolumeSource;
import io.csi4j.provisioner.Given.ClaimBuilder;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Contract 5.2: claim {@code data} copies claim {@code src}, which has volume {@code pv-src}. */
class ClaimCloneTest {
    private static final VolumeSource.SecretReferences NO_SECRETS = VolumeSource.SecretReferences.NONE;
    private static final ClaimReference TO_SOURCE = new ClaimReference("team", "src", "src-uid", "");

    @Test
    void aBoundClaimOfTheDriverIsClonedByItsHandle() {
        var clone = new ClaimClone(aClaim().build(), bound(source()));
        var volume = volume(csi(DRIVER), TO_SOURCE, VolumePhase.BOUND);

        assertThat(clone.volumeName()).isEqualTo(Step.ready("pv-src"));
        var content = clone.checked(volume, DRIVER).then(clone::from);
        assertThat(SecretsTest.ready(content).getVolume().getVolumeId()).isEqualTo("handle");
    }

    @ParameterizedTest
    @EnumSource(
            value = ClaimPhase.class,
            names = {"BOUND"},
            mode = EnumSource.Mode.EXCLUDE)
    void onlyABoundClaimIsCloned(ClaimPhase phase) {
        assertWaits(new ClaimClone(aClaim().build(), in(phase, source())).volumeName(), "not bound");
    }

    @Test
    void aClaimOnItsWayOutIsNotCloned() {
        assertWaits(clone(aClaim(), source().deleting()).volumeName(), "being deleted");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
            class | class of the source | why
            fast  | slow                |
            fast  | ''                  |
                  | fast                | the claim names no storage class
            fast  |                     | the source claim names no storage class
            """)
    void bothClaimsNameAClassButNotTheSame(@Nullable String own, @Nullable String ofSource, @Nullable String why) {
        var name = clone(aClaim().ofClass(own), source().ofClass(ofSource)).volumeName();

        assertThatItWaitsOrGoesOn(name, why);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
            requested | source requested | why
            1Gi       | 1Gi              |
            2Gi       | 1Gi              |
            1Gi       | 2Gi              | the claim requests 1073741824 bytes, less than the 2147483648
            1Gi       |                  |
            """)
    void theCloneIsAtLeastAsLarge(String requested, @Nullable String ofSource, @Nullable String why) {
        var name = clone(aClaim().requesting(requested), source().requesting(ofSource))
                .volumeName();

        assertThatItWaitsOrGoesOn(name, why);
    }

    @Test
    void aSourceWithoutAVolumeIsNotCloned() {
        assertWaits(clone(aClaim(), source().boundTo("")).volumeName(), "names no volume");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
            driver | namespace | name | uid     | phase     | why
                   | team      | src  | src-uid | BOUND     | of no CSI driver
            other  | team      | src  | src-uid | BOUND     | of driver other
            test   |           |      |         | BOUND     | bound to no claim
            test   | team      | src  | wrong   | BOUND     | bound to claim team/src with UID wrong
            test   | wrong     | src  | src-uid | BOUND     | bound to claim wrong/src
            test   | team      | x    | src-uid | BOUND     | bound to claim team/x
            test   | team      | src  | src-uid | RELEASED  | is Released
            test   | team      | src  | src-uid | FAILED    | is Failed
            test   | team      | src  | src-uid | PENDING   | is Pending
            test   | team      | src  | src-uid | AVAILABLE | is Available
            """)
    void theVolumeIsTheSourcesAndOfTheDriver(
            @Nullable String driver,
            @Nullable String namespace,
            String name,
            String uid,
            VolumePhase phase,
            String why) {
        VolumeSource source =
                driver == null ? new VolumeSource.Other("nfs") : csi(driver.equals("test") ? DRIVER : driver);
        var reference = namespace == null ? null : new ClaimReference(namespace, name, uid, "");

        var step = clone(aClaim(), source()).checked(volume(source, reference, phase), DRIVER);

        assertWaits(step, why);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
            claim      | source     | fits
                       |            | true
                       | Filesystem | true
            Filesystem |            | true
            Filesystem | Filesystem | true
            Block      | Block      | true
            Block      |            | false
                       | Block      | false
            Block      | Filesystem | false
            Filesystem | Block      | false
            """)
    void theVolumeModesAreTheSame(@Nullable String mode, @Nullable String ofSource, boolean fits) {
        var step = clone(moded(aClaim(), mode), moded(source(), ofSource))
                .from(volume(csi(DRIVER), TO_SOURCE, VolumePhase.BOUND));

        assertThatItWaitsOrGoesOn(step, fits ? null : "volume modes");
    }

    private static ClaimBuilder source() {
        return aClaim().named("src").uid("src-uid").boundTo("pv-src");
    }

    private static ClaimClone clone(ClaimBuilder claim, ClaimBuilder source) {
        return new ClaimClone(claim.build(), bound(source));
    }

    private static Claim bound(ClaimBuilder source) {
        return in(ClaimPhase.BOUND, source);
    }

    private static Claim in(ClaimPhase phase, ClaimBuilder source) {
        Claim claim = source.build();
        var status = new Claim.Status(phase, null, null, null, List.of(), null, null);
        return new Claim(claim.meta(), claim.spec(), status);
    }

    private static ClaimBuilder moded(ClaimBuilder claim, @Nullable String mode) {
        return mode == null ? claim : mode.equals("Block") ? claim.block() : claim.filesystem();
    }

    private static VolumeSource csi(String driver) {
        return new VolumeSource.Csi(driver, "handle", false, "", Map.of(), NO_SECRETS);
    }

    private static Volume volume(VolumeSource source, @Nullable ClaimReference reference, VolumePhase phase) {
        var spec = new Volume.Spec(null, List.of(), null, "fast", null, List.of(), null, reference, null, source);
        return new Volume(Meta.ofNew(ObjectKey.cluster("pv-src")), spec, phase);
    }

    private static void assertThatItWaitsOrGoesOn(Step<?> step, @Nullable String why) {
        if (why == null) {
            assertThat(step).isInstanceOf(Step.Ready.class);
        } else {
            assertWaits(step, why);
        }
    }

    private static void assertWaits(Step<?> step, String why) {
        assertThat(step).isInstanceOfSatisfying(Step.Blocked.class, blocked -> {
            assertThat(blocked.obstacle().message()).contains(why);
            assertThat(blocked.obstacle().state()).isEqualTo(State.NO_CHANGE);
        });
    }
}
