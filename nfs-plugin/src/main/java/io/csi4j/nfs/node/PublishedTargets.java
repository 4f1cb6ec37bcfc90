package io.csi4j.nfs.node;

import io.csi4j.nfs.rpc.Refused;
import io.grpc.Status;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * Where each volume is published on this node, to keep the rule for SINGLE_NODE_SINGLE_WRITER (CSI spec,
 * NodePublishVolume): one target only. Mutable; as large as there are mounts. What an earlier life of the program
 * published is found again in the mount table, by the note that kubelet keeps beside each target.
 */
final class PublishedTargets {
    /** Kubelet's target is {@code <pod>/volumes/kubernetes.io~csi/<volume>/mount}, with its note beside it. */
    private static final String VOLUMES = "kubernetes.io~csi";

    private static final String NOTE = "vol_data.json";

    private final ConcurrentHashMap<String, Set<String>> targets = new ConcurrentHashMap<>();

    /** Notes a target before it is mounted. */
    void add(String volumeId, String target) {
        targets.compute(volumeId, (id, known) -> {
            Set<String> set = known == null ? ConcurrentHashMap.newKeySet() : known;
            set.add(target);
            return set;
        });
    }

    /**
     * Notes the target of a volume that has one writer.
     *
     * @throws Refused with FAILED_PRECONDITION if it has another target
     */
    void addOnly(String volumeId, String target, String source, MountTable mounts) throws Refused {
        for (MountTable.Entry mount : mounts.ofSource(source)) {
            if (isNotedAs(volumeId, mount.point())) {
                add(volumeId, mount.point());
            }
        }
        Set<String> all = targets.compute(volumeId, (id, known) -> {
            Set<String> set = known == null ? ConcurrentHashMap.newKeySet() : known;
            if (set.stream().allMatch(target::equals)) {
                set.add(target);
            }
            return set;
        });
        if (!all.contains(target) || all.size() > 1) {
            throw new Refused(
                    Status.Code.FAILED_PRECONDITION,
                    "volume %s may be published at one target only and is already at %s".formatted(volumeId, all));
        }
    }

    private static boolean isNotedAs(String volumeId, String point) {
        Path folder = Path.of(point).getParent();
        // Nothing else is touched: a mount elsewhere may lie on a server that is dead.
        if (folder == null || folder.getParent() == null || !folder.getParent().endsWith(VOLUMES)) {
            return false;
        }
        try {
            return Pattern.compile("\"volumeHandle\"\\s*:\\s*\"" + Pattern.quote(volumeId) + "\"")
                    .matcher(Files.readString(folder.resolve(NOTE)))
                    .find();
        } catch (IOException e) {
            // No note, or not yet: kubelet has not asked for this target.
            return false;
        }
    }

    void remove(String volumeId, String target) {
        targets.computeIfPresent(volumeId, (id, known) -> {
            known.remove(target);
            return known.isEmpty() ? null : known;
        });
    }
}
