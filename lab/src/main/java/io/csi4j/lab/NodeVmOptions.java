package io.csi4j.lab;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a node is started.
 *
 * @param memoryMegabytes of the machine; the kubelet and containerd take about 400
 * @param processors of the machine, each a thread of this one
 * @param programs folder that the node sees read-only at {@code /opt/csi4j}, as it is when the node starts; null: none
 * @param labels of the Node object, beyond the kubelet's own
 * @param forwards port of this machine's loopback address to port of the node
 */
public record NodeVmOptions(
        int memoryMegabytes,
        int processors,
        @Nullable Path programs,
        Map<String, String> labels,
        Map<Integer, Integer> forwards) {
    private static final int MEMORY = 3072;

    public NodeVmOptions {
        labels = Map.copyOf(labels);
        forwards = Map.copyOf(forwards);
    }

    /** 3 GiB, two processors, no programs, no labels. */
    public static NodeVmOptions standard() {
        return new NodeVmOptions(MEMORY, 2, null, Map.of(), Map.of());
    }

    /** The same with a folder at {@code /opt/csi4j}. */
    public NodeVmOptions withPrograms(Path folder) {
        return new NodeVmOptions(memoryMegabytes, processors, folder, labels, forwards);
    }

    /** The same with one more label. */
    public NodeVmOptions withLabel(String key, String value) {
        Map<String, String> all = new LinkedHashMap<>(labels);
        all.put(key, value);
        return new NodeVmOptions(memoryMegabytes, processors, programs, all, forwards);
    }

    /** The same with one more port of the node reached at a port of this machine's loopback address. */
    public NodeVmOptions withForward(int port, int nodePort) {
        Map<Integer, Integer> all = new LinkedHashMap<>(forwards);
        all.put(port, nodePort);
        return new NodeVmOptions(memoryMegabytes, processors, programs, labels, all);
    }
}
