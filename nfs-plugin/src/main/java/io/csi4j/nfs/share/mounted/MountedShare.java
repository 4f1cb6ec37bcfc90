package io.csi4j.nfs.share.mounted;

import io.csi4j.nfs.child.ChildEnd;
import io.csi4j.nfs.child.Children;
import io.csi4j.nfs.share.Budget;
import io.csi4j.nfs.share.Found;
import io.csi4j.nfs.share.Share;
import io.csi4j.nfs.share.ShareFault;
import io.csi4j.nfs.share.ShareFault.Reason;
import io.csi4j.nfs.volumeid.SharePath;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A share at a mount point. Each step is a core utility in a child process, as any touch of a dead mount may hang; what
 * leads to a place is looked at before, so that no link is followed.
 */
final class MountedShare implements Share {
    private static final int HEX = 16;
    private static final int TYPE_MASK = 0170000;
    private static final int TYPE_DIRECTORY = 0040000;
    private static final int TYPE_LINK = 0120000;
    private static final int MODE_MASK = 07777;

    private final Path root;
    private final String server;
    private final Children children;
    private final Budget budget;
    private final Runnable release;

    /** @param release gives the mount back */
    MountedShare(Path root, String server, Children children, Budget budget, Runnable release) {
        this.root = root;
        this.server = server;
        this.children = children;
        this.budget = budget;
        this.release = release;
    }

    @Override
    public Optional<Found> look(SharePath path) throws ShareFault {
        try {
            checkParents(path);
            return Optional.of(found(run("looking at " + path, "stat", "-c", "%f %i", "--", at(path))));
        } catch (ShareFault fault) {
            if (fault.is(Reason.ABSENT)) {
                return Optional.empty();
            }
            throw fault;
        }
    }

    private static Found found(String line) {
        String[] words = line.split(" ", 2);
        int mode = Integer.parseInt(words[0], HEX);
        Found.Kind kind = switch (mode & TYPE_MASK) {
            case TYPE_DIRECTORY -> Found.Kind.DIRECTORY;
            case TYPE_LINK -> Found.Kind.LINK;
            default -> Found.Kind.OTHER;
        };
        return new Found(kind, mode & MODE_MASK, Long.parseUnsignedLong(words[1]));
    }

    @Override
    public void makeDirectory(SharePath path, int mode) throws ShareFault {
        checkParents(path);
        run("making directory " + path, "mkdir", "-m", octal(mode), "--", at(path));
    }

    @Override
    public void setMode(SharePath path, int mode) throws ShareFault {
        checkDirectories(path.fromTheTop());
        run("setting the mode of " + path, "chmod", "--", octal(mode), at(path));
    }

    /** Five digits, as with fewer chmod leaves a setgid bit of a directory on. */
    private static String octal(int mode) {
        return "%05o".formatted(mode);
    }

    @Override
    public void move(SharePath from, SharePath to) throws ShareFault {
        checkParents(from);
        checkParents(to);
        String target = to.parent().map(this::at).orElse(root.toString());
        String devices = run("moving " + from, "stat", "-c", "%d", "--", at(from), target);
        // mv would copy to another file system.
        if (devices.lines().distinct().count() != 1) {
            throw new ShareFault(Reason.OTHER_FILE_SYSTEM, from + " and " + to + " are on different file systems");
        }
        run("moving " + from + " to " + to, "mv", "-T", "--", at(from), at(to));
    }

    @Override
    public void removeDirectory(SharePath path) throws ShareFault {
        checkParents(path);
        run("removing directory " + path, "rmdir", "--", at(path));
    }

    @Override
    public void removeTree(SharePath path) throws ShareFault {
        try {
            checkParents(path);
        } catch (ShareFault fault) {
            if (fault.is(Reason.ABSENT)) {
                return;
            }
            throw fault;
        }
        run("removing " + path, "rm", "-rf", "--one-file-system", "--", at(path));
    }

    @Override
    public List<String> someNames(SharePath path) throws ShareFault {
        checkDirectories(path.fromTheTop());
        return run("listing " + path, "ls", "-A", "-1", "-U", "--", at(path))
                .lines()
                .toList();
    }

    private void checkParents(SharePath path) throws ShareFault {
        if (path.parent().isPresent()) {
            checkDirectories(path.parent().get().fromTheTop());
        }
    }

    private void checkDirectories(List<SharePath> steps) throws ShareFault {
        List<String> command = new ArrayList<>(List.of("stat", "-c", "%f %i", "--"));
        steps.forEach(step -> command.add(at(step)));
        List<String> lines =
                run("looking at " + steps.getLast(), command).lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            if (!found(lines.get(i)).isDirectory()) {
                throw new ShareFault(Reason.NOT_A_DIRECTORY, steps.get(i) + " is no directory");
            }
        }
    }

    private String at(SharePath path) {
        return root + path.toString();
    }

    private String run(String what, String... command) throws ShareFault {
        return run(what, List.of(command));
    }

    private String run(String what, List<String> command) throws ShareFault {
        return switch (children.run(server, budget.left(), command)) {
            case ChildEnd.Exited(var code, var output) -> {
                if (code != 0) {
                    throw MountFault.ofTool(output, what);
                }
                yield output;
            }
            case ChildEnd.Late(var why) -> throw new ShareFault(Reason.TIMED_OUT, what + ": " + why);
            case ChildEnd.NotStarted(var why) -> throw new ShareFault(Reason.OTHER, what + ": " + why);
        };
    }

    @Override
    public void close() {
        release.run();
    }
}
