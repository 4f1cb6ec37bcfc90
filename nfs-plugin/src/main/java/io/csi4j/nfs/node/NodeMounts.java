package io.csi4j.nfs.node;

import io.csi4j.nfs.child.ChildEnd;
import io.csi4j.nfs.child.Children;
import io.csi4j.nfs.rpc.Refused;
import io.csi4j.nfs.share.Budget;
import io.csi4j.sidecar.log.Log;
import io.grpc.Status;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Mounts and unmounts targets by child processes that end with the call. */
final class NodeMounts {
    private static final Log LOG = Log.of(NodeMounts.class);
    private static final String TARGET_MODE = "rwxr-x---";
    private static final Duration FOR_A_LOOK = Duration.ofSeconds(10);
    private static final Pull GENTLY = new Pull("gently", List.of(), Duration.ofSeconds(30));
    private static final Pull BY_FORCE = new Pull("by force", List.of("-f"), Duration.ofSeconds(10));
    private static final Pull LAZILY = new Pull("lazily", List.of("-l"), Duration.ofSeconds(10));
    /** As the C libraries in use write ESTALE. */
    private static final List<String> STALE = List.of("stale file handle", "stale nfs file handle");

    /** Upstream may have stacked mounts at one target (upstream issue 1271); each takes one umount. */
    private static final int LAYERS = 16;

    private final Children children;
    private final List<Pull> pulls;

    /** @param unmountsLazily whether {@code umount -l} is the last resort for a dead server */
    NodeMounts(Children children, boolean unmountsLazily) {
        this.children = children;
        this.pulls = unmountsLazily ? List.of(GENTLY, BY_FORCE, LAZILY) : List.of(GENTLY, BY_FORCE);
    }

    /** One way to take a mount away. */
    private record Pull(String name, List<String> options, Duration atMost) {
        List<String> command(String target) {
            List<String> command = new ArrayList<>(List.of("umount"));
            command.addAll(options);
            // A target that begins with a dash must not be read as an option.
            command.addAll(List.of("--", target));
            return command;
        }
    }

    /** The mount at the target, from the kernel's table. */
    static Optional<MountTable.Entry> mountAt(String target) throws Refused {
        return mountTable().at(MountTable.pointOf(target));
    }

    static MountTable mountTable() throws Refused {
        try {
            return MountTable.read();
        } catch (IOException e) {
            throw new Refused(Status.Code.INTERNAL, "mount table cannot be read: " + e, e);
        }
    }

    /**
     * Whether a target that is mounted already may stay as it is (contract 4.1 step 8): only a stale one is unmounted,
     * to be mounted anew.
     */
    boolean mayStay(String target, MountTable.Entry mount, Budget budget) throws Refused {
        // The server has to be asked: the kernel answers for the type, and for what it keeps, by itself.
        List<String> command = List.of("stat", "--cached=never", "-c", "%Z", "--", target);
        return switch (children.run(serverOf(mount), budget.atMost(FOR_A_LOOK), command)) {
            case ChildEnd.Exited(var code, var output) -> code == 0 || !isStale(output);
            case ChildEnd.Late(var why) ->
                throw new Refused(
                        Status.Code.UNAVAILABLE,
                        "%s is mounted at %s, but the server does not answer: %s"
                                .formatted(mount.source(), target, why));
            case ChildEnd.NotStarted(var why) -> throw new Refused(Status.Code.UNAVAILABLE, why);
        };
    }

    private static boolean isStale(String output) {
        String lower = output.toLowerCase(Locale.ROOT);
        return STALE.stream().anyMatch(lower::contains);
    }

    void mount(VolumeAttributes volume, String target, Budget budget) throws Refused {
        boolean isNew = makeTarget(target);
        List<String> arguments = new ArrayList<>(List.of("-t", "nfs"));
        if (!volume.options().list().isEmpty()) {
            arguments.addAll(List.of("-o", volume.options().toString()));
        }
        // A source or target that begins with a dash must not be read as an option.
        arguments.addAll(List.of("--", volume.source(), target));
        List<String> command = new ArrayList<>(List.of("mount"));
        command.addAll(arguments);
        ChildEnd end = children.run(volume.server(), budget.left(), command);
        if (end instanceof ChildEnd.Exited exited && exited.isOk()) {
            return;
        }
        if (isNew) {
            discard(target);
        }
        throw mountRefusal(end, volume, target, arguments);
    }

    /** Users search for the text of mount.nfs, so it stays as it is (contract 4.1 step 10). */
    private static Refused mountRefusal(ChildEnd end, VolumeAttributes volume, String target, List<String> arguments) {
        return switch (end) {
            case ChildEnd.Exited(var code, var output) ->
                new Refused(
                        Status.Code.INTERNAL,
                        "mount failed: exit status %d\nMounting command: mount\nMounting arguments: %s\nOutput: %s"
                                .formatted(code, String.join(" ", arguments), output));
            case ChildEnd.Late(var why) ->
                new Refused(
                        Status.Code.DEADLINE_EXCEEDED,
                        "mount of %s at %s was given up: %s".formatted(volume.source(), target, why));
            case ChildEnd.NotStarted(var why) -> new Refused(Status.Code.UNAVAILABLE, "mount not started: " + why);
        };
    }

    private static boolean makeTarget(String target) throws Refused {
        Path path = Path.of(target);
        if (Files.isDirectory(path)) {
            return false;
        }
        try {
            Files.createDirectories(
                    path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(TARGET_MODE)));
            return true;
        } catch (IOException e) {
            throw new Refused(Status.Code.INTERNAL, "target %s cannot be made: %s".formatted(target, e), e);
        }
    }

    /** Sets the mode of a mounted volume unless it is that already (contract 4.1 step 11). */
    void setMode(VolumeAttributes volume, String target, Budget budget) throws Refused {
        // Five digits, as with fewer chmod leaves a setgid bit of a directory on.
        String wanted = "%05o".formatted(volume.permissions().bits());
        String found = touch(volume, target, budget, List.of("stat", "-L", "-c", "%05a", "--", target));
        if (!found.equals(wanted)) {
            var _ = touch(volume, target, budget, List.of("chmod", "--", wanted, target));
        }
    }

    private String touch(VolumeAttributes volume, String target, Budget budget, List<String> command) throws Refused {
        ChildEnd end = children.run(volume.server(), budget.left(), command);
        if (end instanceof ChildEnd.Exited(var code, var output) && code == 0) {
            return output;
        }
        throw new Refused(Status.Code.INTERNAL, "mountPermissions not set at %s: %s".formatted(target, end));
    }

    /** Unmounts every layer at the target: gently, then by force, then lazily if that is allowed. */
    void unmount(String target, Budget budget) throws Refused {
        for (int layer = 0; layer < LAYERS; layer++) {
            Optional<MountTable.Entry> mount = mountAt(target);
            if (mount.isEmpty()) {
                return;
            }
            unmount(target, mount.get(), budget);
        }
        throw new Refused(Status.Code.INTERNAL, "target %s is still mounted".formatted(target));
    }

    private void unmount(String target, MountTable.Entry mount, Budget budget) throws Refused {
        ChildEnd end = new ChildEnd.NotStarted("no time left");
        for (Pull pull : pulls) {
            // Time is kept for what comes after it: a dead server must not use up the whole call.
            Budget time = pull.equals(pulls.getLast()) ? budget : budget.half();
            end = children.run(serverOf(mount), time.atMost(pull.atMost()), pull.command(target));
            if (isUnmounted(end)) {
                return;
            }
            LOG.warning("unmount failed", "target", target, "how", pull.name(), "reason", end.toString());
        }
        Status.Code code = end instanceof ChildEnd.Exited ? Status.Code.INTERNAL : Status.Code.DEADLINE_EXCEEDED;
        throw new Refused(code, "failed to unmount target %s: %s".formatted(target, end));
    }

    private static boolean isUnmounted(ChildEnd end) {
        return end instanceof ChildEnd.Exited(var code, var output) && (code == 0 || output.contains("not mounted"));
    }

    /** Removes a target that is mounted no more, if it is there; never what is in it (contract 4.2). */
    static void removeTarget(String target) throws Refused {
        try {
            Files.deleteIfExists(Path.of(target));
        } catch (DirectoryNotEmptyException e) {
            throw new Refused(Status.Code.INTERNAL, "target %s is not empty and stays".formatted(target), e);
        } catch (IOException e) {
            throw new Refused(Status.Code.INTERNAL, "target %s cannot be removed: %s".formatted(target, e), e);
        }
    }

    private static void discard(String target) {
        try {
            Files.deleteIfExists(Path.of(target));
        } catch (IOException e) {
            LOG.warning("target stays", "target", target, "reason", e.toString());
        }
    }

    private static String serverOf(MountTable.Entry mount) {
        int path = mount.source().indexOf(":/");
        return path < 0 ? mount.source() : mount.source().substring(0, path);
    }
}
