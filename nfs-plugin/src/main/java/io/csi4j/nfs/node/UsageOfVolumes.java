package io.csi4j.nfs.node;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.csi4j.nfs.child.ChildEnd;
import io.csi4j.nfs.child.Children;
import io.csi4j.nfs.rpc.Refused;
import io.csi4j.nfs.share.Budget;
import io.csi4j.spec.v1.NodeGetVolumeStatsResponse;
import io.csi4j.spec.v1.VolumeUsage;
import io.csi4j.spec.v1.VolumeUsage.Unit;
import io.grpc.Status;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * How full the file system at a path is, as statfs(2) tells, in a child process, as it may hang. Kept for some minutes
 * by volume and path; bounded.
 */
final class UsageOfVolumes {
    private static final int VOLUMES = 10_000;
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final int FIGURES = 6;

    private record Key(String volumeId, String path) {}

    private final Children children;
    private final Cache<Key, NodeGetVolumeStatsResponse> kept;

    UsageOfVolumes(Children children, Duration keptFor) {
        this.children = children;
        this.kept = Caffeine.newBuilder()
                .maximumSize(VOLUMES)
                .expireAfterWrite(keptFor)
                .executor(Runnable::run)
                .build();
    }

    NodeGetVolumeStatsResponse of(String volumeId, String path, Budget budget) throws Refused {
        Key key = new Key(volumeId, path);
        NodeGetVolumeStatsResponse known = kept.getIfPresent(key);
        if (known != null) {
            return known;
        }
        String server = NodeMounts.mountAt(path).map(MountTable.Entry::source).orElse(path);
        List<String> command = List.of("stat", "-f", "-c", "%S %b %f %a %c %d", "--", path);
        NodeGetVolumeStatsResponse usage = switch (children.run(server, budget.atMost(LIMIT), command)) {
            case ChildEnd.Exited(var code, var output) -> usage(code, output, path);
            case ChildEnd.Late(var why) ->
                throw new Refused(
                        Status.Code.DEADLINE_EXCEEDED,
                        "the server of %s at %s does not answer: %s".formatted(server, path, why));
            case ChildEnd.NotStarted(var why) -> throw new Refused(Status.Code.UNAVAILABLE, why);
        };
        kept.put(key, usage);
        return usage;
    }

    /** Forgets a volume that is unpublished. */
    void forget(String volumeId, String path) {
        kept.invalidate(new Key(volumeId, path));
    }

    private static NodeGetVolumeStatsResponse usage(int code, String output, String path) throws Refused {
        if (code != 0 && output.contains("No such file or directory")) {
            throw new Refused(Status.Code.NOT_FOUND, "path %s does not exist".formatted(path));
        }
        Optional<long[]> figures = code == 0 ? figures(output) : Optional.empty();
        if (figures.isEmpty()) {
            throw new Refused(Status.Code.INTERNAL, "failed to get the usage of %s: %s".formatted(path, output));
        }
        return usage(figures.get());
    }

    private static Optional<long[]> figures(String output) {
        String[] words = output.split(" ", -1);
        return words.length == FIGURES && Arrays.stream(words).allMatch(word -> word.matches("[0-9]{1,18}"))
                ? Optional.of(Arrays.stream(words).mapToLong(Long::parseLong).toArray())
                : Optional.empty();
    }

    /** Figures: block size, blocks, free, available, inodes, free inodes (contract 4.3). */
    private static NodeGetVolumeStatsResponse usage(long[] figures) {
        long block = figures[0];
        return NodeGetVolumeStatsResponse.newBuilder()
                .addUsage(VolumeUsage.newBuilder()
                        .setUnit(Unit.BYTES)
                        .setTotal(figures[1] * block)
                        .setUsed((figures[1] - figures[2]) * block)
                        .setAvailable(figures[3] * block))
                .addUsage(VolumeUsage.newBuilder()
                        .setUnit(Unit.INODES)
                        .setTotal(figures[4])
                        .setUsed(figures[4] - figures[5])
                        .setAvailable(figures[5]))
                .build();
    }
}
