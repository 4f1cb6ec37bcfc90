package io.csi4j.provisioner.claim;

import static io.csi4j.provisioner.Given.aClaim;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.csi4j.controller.storage.Claim;
import io.csi4j.controller.storage.Meta;
import io.csi4j.spec.v1.CreateVolumeRequest;
import io.csi4j.spec.v1.Topology;
import io.csi4j.spec.v1.TopologyRequirement;
import io.csi4j.spec.v1.VolumeContentSource;
import io.csi4j.spec.v1.VolumeContentSource.SnapshotSource;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MarkerTest {
    private static final CreateVolumeRequest PLAIN = CreateVolumeRequest.newBuilder()
            .setName("pvc-1")
            .putSecrets("user", "hidden")
            .build();
    private static final VolumeContentSource SNAPSHOT = VolumeContentSource.newBuilder()
            .setSnapshot(SnapshotSource.newBuilder().setSnapshotId("s"))
            .build();
    private static final TopologyRequirement ZONE_A = TopologyRequirement.newBuilder()
            .addRequisite(Topology.newBuilder().putSegments("zone", "a"))
            .build();

    @Test
    void whatCannotBeFoundOutAgainIsRemembered() {
        var request = PLAIN.toBuilder()
                .setVolumeContentSource(SNAPSHOT)
                .setAccessibilityRequirements(ZONE_A)
                .build();

        var remembered = Marker.read(marked(aClaim().build(), request));

        assertThat(remembered.content()).isEqualTo(SNAPSHOT);
        assertThat(remembered.request())
                .isNotNull()
                .satisfies(asked -> assertThat(Remembered.accessibility(asked)).contains(ZONE_A));
    }

    @Test
    void thatNothingWasAskedOfTopologyIsRememberedToo() {
        var remembered = Marker.read(marked(aClaim().build(), PLAIN));

        assertThat(remembered.content()).isNull();
        assertThat(remembered.request())
                .isNotNull()
                .satisfies(asked -> assertThat(Remembered.accessibility(asked)).isEmpty());
    }

    @Test
    void noSecretIsWritten() {
        var claim = marked(aClaim().build(), PLAIN);

        byte[] written =
                Base64.getDecoder().decode(claim.annotation(Marker.REQUEST).orElseThrow());

        assertThat(new String(written, UTF_8)).doesNotContain("hidden");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "no base64!", "////"})
    void whatCannotBeReadIsFoundOutAgain(String text) {
        var claim = aClaim().annotated(Map.of(Marker.REQUEST, text)).build();

        assertThat(Marker.read(claim)).isEqualTo(Remembered.NOTHING);
    }

    @Test
    void aCallTooLargeForAnAnnotationIsFoundOutAgain() {
        var many = TopologyRequirement.newBuilder();
        for (int i = 0; i < 10_000; i++) {
            many.addRequisite(Topology.newBuilder().putSegments("topology.example.com/node", "node-" + i));
        }
        var request = PLAIN.toBuilder().setAccessibilityRequirements(many).build();

        var claim = marked(aClaim().build(), request);

        assertThat(Marker.isOn(claim)).isTrue();
        assertThat(Marker.tells(claim, request)).isTrue();
        assertThat(Marker.read(claim)).isEqualTo(Remembered.NOTHING);
    }

    @Test
    void aMarkTellsOfOneCallOnly() {
        var claim = marked(aClaim().build(), PLAIN);

        assertThat(Marker.tells(claim, PLAIN)).isTrue();
        assertThat(Marker.tells(
                        claim,
                        PLAIN.toBuilder().setVolumeContentSource(SNAPSHOT).build()))
                .isFalse();
        assertThat(Marker.tells(aClaim().build(), PLAIN)).isFalse();
    }

    @Test
    void markingAloneIsNoReasonForAnotherAttempt() {
        var plain = aClaim().build();
        var marked = marked(plain, PLAIN);

        assertThat(Marker.isAllThatChanged(plain, marked)).isTrue();
        assertThat(Marker.isAllThatChanged(marked, plain)).isTrue();
        assertThat(Marker.isAllThatChanged(marked, marked)).isFalse();
        assertThat(Marker.isAllThatChanged(plain, marked(aClaim().onNode("n1").build(), PLAIN)))
                .isFalse();
        assertThat(Marker.isAllThatChanged(plain, marked(aClaim().deleting().build(), PLAIN)))
                .isFalse();
        assertThat(Marker.isAllThatChanged(marked, marked(aClaim().boundTo("pv").build(), PLAIN)))
                .isFalse();
    }

    @Test
    void aCallForAClaimThatGotAnotherVolumeGoesOnAsItBegan() {
        assertThat(Marker.unbound(aClaim().boundTo("other").build())).isEqualTo(aClaim().build());
    }

    /** As the API server would have it after our write. */
    private static Claim marked(Claim claim, CreateVolumeRequest request) {
        var annotations = new HashMap<>(claim.annotations());
        annotations.put(Marker.REQUEST, Marker.text(request));
        Meta meta = claim.meta().withAnnotations(annotations).withFinalizers(List.of(Marker.FINALIZER));
        return claim.withMeta(meta);
    }
}
