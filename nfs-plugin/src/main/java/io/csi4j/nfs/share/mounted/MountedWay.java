package io.csi4j.nfs.share.mounted;

import io.csi4j.nfs.child.ChildEnd;
import io.csi4j.nfs.child.Children;
import io.csi4j.nfs.share.Budget;
import io.csi4j.nfs.share.MountOptions;
import io.csi4j.nfs.share.Share;
import io.csi4j.nfs.share.ShareFault;
import io.csi4j.nfs.share.ShareFault.Reason;
import io.csi4j.nfs.share.ShareTarget;
import io.csi4j.nfs.share.Way;
import io.csi4j.sidecar.log.Log;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Opens shares by {@code mount -t nfs} on a directory of the operation's own, below the working directory. A mount that
 * is found lying there is never used (contract 3.4); unmounting is tried gently, then by force, then lazily.
 */
public final class MountedWay implements Way {
    private static final Log LOG = Log.of(MountedWay.class);
    private static final Duration FOR_ONE_UNMOUNT = Duration.ofSeconds(5);
    private static final Set<String> HARDNESS = Set.of("hard", "soft", "softerr");
    private static final Set<String> RETRY = Set.of("retry");

    private final Path workingDirectory;
    private final Children children;
    private final Supplier<String> tags;

    /** @param tags makes names of mount directories, never the same twice */
    public MountedWay(Path workingDirectory, Children children, Supplier<String> tags) {
        this.workingDirectory = workingDirectory;
        this.children = children;
        this.tags = tags;
    }

    @Override
    public Share open(ShareTarget target, Budget budget) throws ShareFault {
        Path place = workingDirectory.resolve("csi-nfs-" + tags.get());
        try {
            Files.createDirectories(workingDirectory);
            // Fails if it is there: what may be mounted there is none of ours.
            Files.createDirectory(place);
        } catch (IOException e) {
            throw new ShareFault(Reason.OTHER, "no mount directory can be made: " + e, e);
        }
        String server = target.address().server();
        List<String> command = List.of(
                "mount",
                "-t",
                "nfs",
                "-o",
                options(target.options()),
                "--",
                target.address().toString(),
                place.toString());
        switch (children.run(server, budget.left(), command)) {
            case ChildEnd.Exited exited
            when exited.isOk() -> {
                return new MountedShare(place, server, children, budget, () -> unmount(server, place));
            }
            case ChildEnd.Exited(var code, var output) -> {
                discard(place);
                throw MountFault.of(code, output);
            }
            case ChildEnd.Late(var why) -> {
                unmount(server, place);
                throw new ShareFault(Reason.UNREACHABLE, why);
            }
            case ChildEnd.NotStarted(var why) -> {
                discard(place);
                throw new ShareFault(Reason.OTHER, why);
            }
        }
    }

    /**
     * The options given, and two of ours unless they are decided: a call on a dead server fails instead of hanging, and
     * mount.nfs tries once, since the caller repeats.
     */
    private static String options(MountOptions options) {
        List<String> list = new ArrayList<>(options.list());
        if (!options.names(HARDNESS)) {
            list.add("soft");
        }
        if (!options.names(RETRY)) {
            list.add("retry=0");
        }
        return String.join(",", list);
    }

    private void unmount(String server, Path place) {
        for (String how : List.of("", "-f", "-l")) {
            List<String> command = new ArrayList<>(List.of("umount"));
            if (!how.isEmpty()) {
                command.add(how);
            }
            command.addAll(List.of("--", place.toString()));
            ChildEnd end = children.run(server, FOR_ONE_UNMOUNT, command);
            if (end instanceof ChildEnd.Exited(var code, var output) && (code == 0 || output.contains("not mounted"))) {
                discard(place);
                return;
            }
            LOG.v(2).info("unmount failed", "place", place.toString(), "how", how, "reason", end.toString());
        }
        LOG.warning("mount stays", "place", place.toString());
    }

    private static void discard(Path place) {
        try {
            Files.deleteIfExists(place);
        } catch (IOException e) {
            LOG.warning("mount directory stays", "place", place.toString(), "reason", e.toString());
        }
    }

    @Override
    public void close() {
        // The children belong to the plugin, which ends them.
    }
}
