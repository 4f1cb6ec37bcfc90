package io.csi4j.provisioner;

import static org.assertj.core.api.Assertions.assertThat;

import io.csi4j.controller.storage.Annotations;
import io.csi4j.controller.storage.Claim;
import io.csi4j.controller.storage.DataSource;
import io.csi4j.controller.storage.Meta;
import io.csi4j.controller.storage.ObjectKey;
import io.csi4j.controller.storage.ReclaimPolicy;
import io.csi4j.controller.storage.Volume;
import io.csi4j.controller.storage.VolumePhase;
import io.csi4j.controller.storage.VolumeSource;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What is kept in memory of a cluster with other drivers in it (issue 4: only what is ours). */
class WatchesTest {
    private static final Map<String, String> OF_ANOTHER = Map.of(Annotations.STORAGE_PROVISIONER, "other.example.com");

    private final Watches watches = new Watches(Given.DRIVER, null);

    @Test
    void ofVolumesOnlyThoseOfTheDriver() {
        Stream.of(volume("ours", Given.DRIVER), volume("theirs", "other.example.com"))
                .forEach(watches.volumes::put);

        assertThat(watches.volumes.all()).extracting(Volume::name).containsExactly("ours");
    }

    @Test
    void ofClaimsOnlyOpenOnesOfTheDriver() {
        keep(
                Given.aClaim().named("open"),
                Given.aClaim().named("bound").boundTo("pv"),
                Given.aClaim().named("theirs").annotated(OF_ANOTHER),
                Given.aClaim().named("nobodys").withoutAnnotations());

        assertThat(claims()).containsExactly("open");
    }

    @Test
    void claimsOfOtherDriversAreKeptWhileTheyCopyAsTheirSourcesMayBeOurs() {
        var source = new DataSource("", "PersistentVolumeClaim", "source", null);
        keep(
                Given.aClaim().named("source").boundTo("pv"),
                Given.aClaim().named("unrelated").boundTo("pv-2"));
        assertThat(claims()).isEmpty();

        keep(
                Given.aClaim().named("copy").annotated(OF_ANOTHER).from(source),
                Given.aClaim().named("source").boundTo("pv"),
                Given.aClaim().named("unrelated").boundTo("pv-2"));

        assertThat(claims()).containsExactlyInAnyOrder("copy", "source");
    }

    private void keep(Given.ClaimBuilder... claims) {
        for (int i = 0; i < claims.length; i++) {
            watches.claims.put(
                    claims[i].uid("uid-" + i + claims[i].build().name()).build());
        }
    }

    private List<String> claims() {
        return watches.claims.all().stream().map(Claim::name).toList();
    }

    private static Volume volume(String name, String driver) {
        var source = new VolumeSource.Csi(driver, "id", false, "", Map.of(), VolumeSource.SecretReferences.NONE);
        var spec =
                new Volume.Spec(null, List.of(), ReclaimPolicy.DELETE, "", null, List.of(), null, null, null, source);
        return new Volume(
                new Meta(ObjectKey.cluster(name), name, "1", false, Map.of(), List.of()), spec, VolumePhase.BOUND);
    }
}
