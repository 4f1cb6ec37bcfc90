package io.csi4j.nfs.share.mounted;

import io.csi4j.nfs.child.Children;
import io.csi4j.nfs.child.PipedChild;
import io.csi4j.nfs.share.Budget;
import io.csi4j.nfs.share.FileTarget;
import io.csi4j.nfs.share.Found;
import io.csi4j.nfs.share.Share;
import io.csi4j.nfs.share.ShareFault;
import io.csi4j.nfs.share.ShareFault.Reason;
import io.csi4j.nfs.share.StreamFault;
import io.csi4j.nfs.tar.ArchiveStyle;
import io.csi4j.nfs.volumeid.SharePath;
import io.csi4j.sidecar.log.Log;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A share at a mount point. Each step is a core utility in a child process, as any touch of a dead mount may hang; what
 * leads to a place is looked at before, so that no link is followed.
 */
final class MountedShare implements Share {
    private static final Log LOG = Log.of(MountedShare.class);

    /** Raw mode, number, size, time of the last change of content. */
    private static final String LOOK = "%f %i %s %Y";

    private static final int HEX = 16;
    private static final int TYPE_MASK = 0170000;
    private static final int TYPE_DIRECTORY = 0040000;
    private static final int TYPE_FILE = 0100000;
    private static final int TYPE_LINK = 0120000;
    private static final int MODE_MASK = 07777;

    private static final String BLOCKS = "bs=128K";
    private static final String PROBE = ".csi-nfs-probe";
    private static final int NAMES_AT_ONCE = 1_000;
    /** Exit code of tar. */
    private static final int SOME_FILES_DIFFER = 1;

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
            return Optional.of(found(run("looking at " + path, "stat", "-c", LOOK, "--", at(path))));
        } catch (ShareFault fault) {
            if (fault.is(Reason.ABSENT)) {
                return Optional.empty();
            }
            throw fault;
        }
    }

    private static Found found(String line) {
        String[] words = line.split(" ", -1);
        int mode = Integer.parseInt(words[0], HEX);
        Found.Kind kind = switch (mode & TYPE_MASK) {
            case TYPE_DIRECTORY -> Found.Kind.DIRECTORY;
            case TYPE_FILE -> Found.Kind.FILE;
            case TYPE_LINK -> Found.Kind.LINK;
            default -> Found.Kind.OTHER;
        };
        return new Found(
                kind,
                mode & MODE_MASK,
                Long.parseUnsignedLong(words[1]),
                Long.parseLong(words[2]),
                Instant.ofEpochSecond(Long.parseLong(words[3])));
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
    public void removeEmptyUpwards(SharePath path) throws ShareFault {
        try {
            checkDirectories(path.fromTheTop());
            List<String> command = new ArrayList<>(List.of("rmdir", "--"));
            path.fromTheTop().reversed().forEach(step -> command.add(at(step)));
            run("removing " + path, command);
        } catch (ShareFault fault) {
            switch (fault.reason()) {
                case ABSENT -> {
                    if (path.parent().isPresent()) {
                        removeEmptyUpwards(path.parent().get());
                    }
                }
                case NOT_EMPTY, NOT_A_DIRECTORY, DENIED ->
                    LOG.v(4).info("directory stays", "path", path.toString(), "reason", fault.getMessage());
                default -> throw fault;
            }
        }
    }

    @Override
    public boolean removeIfEmpty(SharePath path) throws ShareFault {
        try {
            checkParents(path);
            run("removing " + path, "rm", "-d", "-f", "--", at(path));
            return true;
        } catch (ShareFault fault) {
            if (fault.is(Reason.NOT_EMPTY)) {
                return false;
            }
            if (fault.is(Reason.ABSENT)) {
                return true;
            }
            throw fault;
        }
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
    public InputStream readFile(SharePath path) throws ShareFault {
        Found found = look(path).orElseThrow(() -> new ShareFault(Reason.ABSENT, path + " is not there"));
        if (!found.isFile()) {
            throw new ShareFault(Reason.EXISTS, path + " is no file");
        }
        String what = "reading " + path;
        return new ChildInput(pipe(what, "dd", "if=" + at(path), "iflag=nofollow", BLOCKS, "status=none"), what);
    }

    @Override
    public FileTarget newFile(SharePath path) throws ShareFault {
        checkParents(path);
        String what = "writing " + path;
        run(what, "install", "--no-target-directory", "--mode=0600", "--", "/dev/null", at(path));
        return new ChildFile(
                pipe(what, "dd", "of=" + at(path), "oflag=nofollow", BLOCKS, "conv=notrunc,fsync", "status=none"),
                what);
    }

    @Override
    public void packTree(SharePath directory, OutputStream archive, ArchiveStyle style) throws ShareFault {
        checkDirectories(directory.fromTheTop());
        String what = "packing " + directory;
        String format = style.keepsNanoseconds() ? "--format=posix" : "--format=gnu";
        List<String> command =
                new ArrayList<>(List.of("tar", "--create", "--file=-", format, "--directory=" + at(directory)));
        if (!style.keepsHardLinks()) {
            command.add("--hard-dereference");
        }
        command.add(".");
        try (PipedChild child = pipe(what, command.toArray(String[]::new))) {
            child.output().transferTo(archive);
            // What changed or vanished meanwhile is no fault, as the contract of this method has it.
            MountFault.check(child.end(), SOME_FILES_DIFFER, what);
        } catch (IOException thrown) {
            throw StreamFault.of(thrown);
        }
    }

    @Override
    public void unpackTree(SharePath directory, InputStream archive) throws ShareFault {
        checkDirectories(directory.fromTheTop());
        String what = "unpacking into " + directory;
        String owners = mayGiveFilesAway(directory) ? "--same-owner" : "--no-same-owner";
        try (PipedChild child = pipe(
                what, "tar", "--extract", "--file=-", "--directory=" + at(directory), "--same-permissions", owners)) {
            TarFeed.feed(archive, child.input());
            MountFault.check(child.end(), 0, what);
        } catch (IOException thrown) {
            throw StreamFault.of(thrown);
        }
    }

    /** Not on a server that makes root nobody; what we make there belongs to another user. */
    private boolean mayGiveFilesAway(SharePath directory) throws ShareFault {
        SharePath probe = directory.child(PROBE);
        run("probing", "mkdir", "-p", "--", at(probe));
        try {
            return run("probing", "stat", "-c", "%u", "--", at(probe)).equals("0");
        } finally {
            removeDirectory(probe);
        }
    }

    private PipedChild pipe(String what, String... command) throws ShareFault {
        try {
            return children.pipe(server, budget.forOneStep(), List.of(command));
        } catch (IOException e) {
            throw new ShareFault(Reason.OTHER, what + ": " + e.getMessage(), e);
        }
    }

    @Override
    public List<String> someNames(SharePath path) throws ShareFault {
        checkDirectories(path.fromTheTop());
        return run("listing " + path, "ls", "-A", "-1", "-U", "--", at(path))
                .lines()
                .toList();
    }

    @Override
    public List<String> rootNames(String beginning) throws ShareFault {
        String what = "listing the share";
        String pattern = beginning + "*";
        String[] find = {
            "find", root.toString(), "-mindepth", "1", "-maxdepth", "1", "-name", pattern, "-printf", "%f\\n"
        };
        try (PipedChild child = pipe(what, find);
                var lines = new BufferedReader(new InputStreamReader(child.output(), StandardCharsets.UTF_8))) {
            List<String> found = lines.lines().limit(NAMES_AT_ONCE).toList();
            if (found.size() < NAMES_AT_ONCE) {
                MountFault.check(child.end(), 0, what);
            }
            return found;
        } catch (IOException | UncheckedIOException thrown) {
            throw new ShareFault(Reason.OTHER, what + ": " + thrown.getMessage(), thrown);
        }
    }

    private void checkParents(SharePath path) throws ShareFault {
        if (path.parent().isPresent()) {
            checkDirectories(path.parent().get().fromTheTop());
        }
    }

    private void checkDirectories(List<SharePath> steps) throws ShareFault {
        List<String> command = new ArrayList<>(List.of("stat", "-c", LOOK, "--"));
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
        return MountFault.check(children.run(server, budget.forOneStep(), command), 0, what);
    }

    @Override
    public void close() {
        release.run();
    }
}
