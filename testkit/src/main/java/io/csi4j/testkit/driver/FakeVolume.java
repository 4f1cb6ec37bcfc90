package io.csi4j.testkit.driver;

import io.csi4j.spec.v1.CreateVolumeRequest;
import io.csi4j.spec.v1.Topology;
import io.csi4j.spec.v1.Volume;
import io.csi4j.spec.v1.VolumeContentSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A volume as the driver keeps it.
 *
 * @param mutableParameters as last modified
 * @param source null if it began empty
 * @param nodes where it is published
 */
public record FakeVolume(
        String id,
        String name,
        long bytes,
        Map<String, String> parameters,
        Map<String, String> mutableParameters,
        @Nullable VolumeContentSource source,
        List<Topology> topology,
        Set<String> nodes) {
    public FakeVolume {
        parameters = Map.copyOf(parameters);
        mutableParameters = Map.copyOf(mutableParameters);
        topology = List.copyOf(topology);
        nodes = Set.copyOf(nodes);
    }

    static FakeVolume of(CreateVolumeRequest request, long bytes, List<Topology> topology) {
        return new FakeVolume(
                "volume-" + request.getName(),
                request.getName(),
                bytes,
                request.getParametersMap(),
                request.getMutableParameterMap(),
                request.hasVolumeContentSource() ? request.getVolumeContentSource() : null,
                topology,
                Set.of());
    }

    FakeVolume withBytes(long wanted) {
        return new FakeVolume(id, name, wanted, parameters, mutableParameters, source, topology, nodes);
    }

    FakeVolume withMutableParameters(Map<String, String> wanted) {
        return new FakeVolume(id, name, bytes, parameters, wanted, source, topology, nodes);
    }

    FakeVolume on(String node, boolean published) {
        Set<String> wanted = new TreeSet<>(nodes);
        if (published) {
            wanted.add(node);
        } else if (node.isEmpty()) {
            wanted.clear();
        } else {
            wanted.remove(node);
        }
        return new FakeVolume(id, name, bytes, parameters, mutableParameters, source, topology, wanted);
    }

    Volume asMessage() {
        Volume.Builder volume = Volume.newBuilder()
                .setVolumeId(id)
                .setCapacityBytes(bytes)
                .putVolumeContext("fake-name", name)
                .addAllAccessibleTopology(topology);
        if (source != null) {
            volume.setContentSource(source);
        }
        return volume.build();
    }
}
