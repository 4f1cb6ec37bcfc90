package io.csi4j.attacher.published;

import static org.assertj.core.api.Assertions.assertThat;

import io.csi4j.spec.v1.ListVolumesResponse;
import io.csi4j.spec.v1.ListVolumesResponse.Entry;
import io.csi4j.spec.v1.ListVolumesResponse.VolumeStatus;
import io.csi4j.spec.v1.Volume;
import java.util.List;
import org.junit.jupiter.api.Test;

class PublishedNodesTest {
    private final PublishedNodes nodes = new PublishedNodes();

    @Test
    void aVolumeIsWhereItsEntrySays() {
        nodes.add(page(entry("v", "a", "b")));

        assertThat(nodes.isOn("v", "a")).isTrue();
        assertThat(nodes.isOn("v", "b")).isTrue();
        assertThat(nodes.isOn("v", "c")).isFalse();
        assertThat(nodes.isOn("w", "a")).isFalse();
    }

    @Test
    void theLastEntryOfAHandleWins() {
        nodes.add(page(entry("v", "a")));
        nodes.add(page(entry("v", "b")));

        assertThat(nodes.isOn("v", "a")).isFalse();
        assertThat(nodes.isOn("v", "b")).isTrue();
    }

    @Test
    void entriesWithoutVolumeOrStatusSayNothing() {
        nodes.add(page(entry("v", "a")));
        nodes.add(page(
                Entry.newBuilder()
                        .setVolume(Volume.newBuilder().setVolumeId("v"))
                        .build(),
                Entry.newBuilder()
                        .setStatus(VolumeStatus.newBuilder().addPublishedNodeIds("a"))
                        .build()));

        assertThat(nodes.isOn("v", "a")).isTrue();
        assertThat(nodes.isOn("", "a")).isFalse();
    }

    private static ListVolumesResponse page(Entry... entries) {
        return ListVolumesResponse.newBuilder().addAllEntries(List.of(entries)).build();
    }

    private static Entry entry(String handle, String... nodes) {
        return Entry.newBuilder()
                .setVolume(Volume.newBuilder().setVolumeId(handle))
                .setStatus(VolumeStatus.newBuilder().addAllPublishedNodeIds(List.of(nodes)))
                .build();
    }
}
