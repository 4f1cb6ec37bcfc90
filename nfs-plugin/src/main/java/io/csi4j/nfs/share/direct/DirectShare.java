package io.csi4j.nfs.share.direct;

import static io.csi4j.nfs.share.direct.DirectCalls.walk;

import io.csi4j.nfs.share.FileTarget;
import io.csi4j.nfs.share.Found;
import io.csi4j.nfs.share.Share;
import io.csi4j.nfs.share.ShareFault;
import io.csi4j.nfs.share.ShareFault.Reason;
import io.csi4j.nfs.tar.ArchiveStyle;
import io.csi4j.nfs.volumeid.SharePath;
import io.csi4j.sidecar.log.Log;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A share over NFSv4.0 compounds. Each call names its whole path from the root of the export in one compound, so the
 * server walks it at once and, as LOOKUP does not follow links, nobody can divert it by a link on the way.
 */
final class DirectShare implements Share {
    private static final Log LOG = Log.of(DirectShare.class);
    private static final int OWNER_ONLY = 0600;
    private static final int NAMES_AT_ONCE = 1_000;

    private final DirectCalls calls;
    private final DirectFiles files;
    private final FileCreation creation;

    DirectShare(DirectCalls calls) {
        this.calls = calls;
        this.files = new DirectFiles(calls);
        this.creation = new FileCreation(calls);
    }

    @Override
    public Optional<Found> look(SharePath path) throws ShareFault {
        Reply reply = calls.call(walk(names(path), new Op.GetAttributes(AttributeSet.PLACE)));
        if (Status.isAbsent(reply.status())) {
            return Optional.empty();
        }
        if (!Status.isOk(reply.status())) {
            throw Status.fault(reply.status(), "looking at " + path);
        }
        return reply.attributes().map(DirectShare::found);
    }

    private static Found found(FileAttributes attributes) {
        Found.Kind kind = switch (attributes.type()) {
            case DIRECTORY -> Found.Kind.DIRECTORY;
            case FILE -> Found.Kind.FILE;
            case LINK -> Found.Kind.LINK;
            case UNKNOWN, BLOCK_DEVICE, CHARACTER_DEVICE, SOCKET, PIPE -> Found.Kind.OTHER;
        };
        return new Found(kind, attributes.mode(), attributes.number(), attributes.size(), attributes.modified());
    }

    @Override
    public void makeDirectory(SharePath path, int mode) throws ShareFault {
        calls.run(
                walk(parents(path), new Op.Create(new Op.NewThing.Directory(), Bytes.of(path.name()), mode)),
                "making directory " + path);
    }

    @Override
    public void setMode(SharePath path, int mode) throws ShareFault {
        calls.run(walk(names(path), new Op.Set(FileChange.ofMode(mode))), "setting the mode of " + path);
    }

    @Override
    public void move(SharePath from, SharePath to) throws ShareFault {
        List<Bytes> source = parents(from);
        List<Bytes> target = parents(to);
        Op rename = new Op.Rename(Bytes.of(from.name()), Bytes.of(to.name()));
        calls.run(twoWalks(source, target, rename), "moving " + from + " to " + to);
    }

    @Override
    public void removeDirectory(SharePath path) throws ShareFault {
        Optional<Found> found = look(path);
        if (found.isPresent() && !found.get().isDirectory()) {
            throw new ShareFault(Reason.NOT_A_DIRECTORY, path + " is no directory");
        }
        calls.run(walk(parents(path), new Op.Remove(Bytes.of(path.name()))), "removing directory " + path);
    }

    @Override
    public void removeEmptyUpwards(SharePath path) throws ShareFault {
        Reply reply = calls.call(upwards(names(path)));
        if (Status.isAbsent(reply.status()) && path.parent().isPresent()) {
            removeEmptyUpwards(path.parent().get());
        } else if (!Status.isOk(reply.status())) {
            String why = Status.fault(reply.status(), "removing").getMessage();
            LOG.v(4).info("directory stays", "path", path.toString(), "reason", why);
        }
    }

    /**
     * Down to the lowest directory, and then up again, each name being removed on the way. Going up fails where the
     * name is no directory, so that only directories are removed.
     */
    private static DirectCalls.Compound upwards(List<Bytes> names) {
        List<Op> up = new ArrayList<>();
        for (Bytes name : names.reversed()) {
            up.add(new Op.LookUpParent());
            up.add(new Op.Remove(name));
        }
        return walk(names, up.toArray(Op[]::new));
    }

    @Override
    public boolean removeIfEmpty(SharePath path) throws ShareFault {
        return remove(parents(path), Bytes.of(path.name()));
    }

    @Override
    public void removeTree(SharePath path) throws ShareFault {
        new TreeRemoval(this, names(path)).run();
    }

    @Override
    public InputStream readFile(SharePath path) throws ShareFault {
        return new FileInput(files, files.file(names(path)));
    }

    @Override
    public FileTarget newFile(SharePath path) throws ShareFault {
        Bytes directory = files.directory(parents(path));
        return new FileOutput(files, creation.create(directory, Bytes.of(path.name()), OWNER_ONLY));
    }

    @Override
    public void packTree(SharePath directory, OutputStream archive, ArchiveStyle style) throws ShareFault {
        new TreePacking(files, archive, style).run(files.directory(names(directory)));
    }

    @Override
    public void unpackTree(SharePath directory, InputStream archive) throws ShareFault {
        new TreeUnpacking(files, creation, files.directory(names(directory))).run(archive);
    }

    @Override
    public List<String> someNames(SharePath path) throws ShareFault {
        return entries(names(path)).stream()
                .flatMap(entry -> entry.name().text().stream())
                .toList();
    }

    @Override
    public List<String> rootNames(String beginning) throws ShareFault {
        Bytes root = files.directory(List.of());
        List<String> found = new ArrayList<>();
        Given.Place place = Given.Entries.START;
        boolean isAll = false;
        while (!isAll && found.size() < NAMES_AT_ONCE) {
            Given.Entries entries = files.entries(root, place, AttributeSet.TYPE);
            entries.list().stream()
                    .flatMap(entry -> entry.name().text().stream())
                    .filter(name -> name.startsWith(beginning))
                    .forEach(found::add);
            place = entries.next();
            isAll = entries.isAll();
        }
        return found;
    }

    /** The first entries of a directory; none if it is not there. */
    List<Given.Entry> entries(List<Bytes> directory) throws ShareFault {
        Reply reply = calls.call(walk(directory, new Op.ReadDirectory(Given.Entries.START, AttributeSet.TYPE)));
        if (Status.isAbsent(reply.status())) {
            return List.of();
        }
        if (!Status.isOk(reply.status())) {
            throw Status.fault(reply.status(), "reading a directory");
        }
        return reply.last(Given.Entries.class).map(Given.Entries::list).orElseGet(List::of);
    }

    /** Removes a file, a link or an empty directory; answers false if it is a directory that is not empty. */
    boolean remove(List<Bytes> directory, Bytes name) throws ShareFault {
        Reply reply = calls.call(walk(directory, new Op.Remove(name)));
        if (Status.isOk(reply.status()) || Status.isAbsent(reply.status())) {
            return true;
        }
        ShareFault fault = Status.fault(reply.status(), "removing " + name);
        // RFC 7530, 16.25: some servers answer EXIST for a directory that is not empty.
        if (fault.is(Reason.NOT_EMPTY) || fault.is(Reason.EXISTS)) {
            return false;
        }
        throw fault;
    }

    /** Renames within the tree that is being removed. */
    void rename(List<Bytes> source, Bytes name, List<Bytes> target, Bytes newName) throws ShareFault {
        calls.run(twoWalks(source, target, new Op.Rename(name, newName)), "moving " + name);
    }

    /** Walks twice from the root: to the directory that is saved, then to the one that stays current. */
    private static DirectCalls.Compound twoWalks(List<Bytes> saved, List<Bytes> current, Op last) {
        return root -> {
            List<Op> ops = new ArrayList<>(walk(saved, new Op.SaveHandle()).from(root));
            ops.addAll(walk(current, last).from(root));
            return ops;
        };
    }

    private static List<Bytes> names(SharePath path) {
        return bytes(path.elements());
    }

    private static List<Bytes> parents(SharePath path) {
        return bytes(path.elements().subList(0, path.elements().size() - 1));
    }

    private static List<Bytes> bytes(List<String> names) {
        List<Bytes> bytes = new ArrayList<>(names.size());
        for (String name : names) {
            bytes.add(Bytes.of(name));
        }
        return bytes;
    }

    @Override
    public void close() {
        // The connection serves others and ends by itself when it is idle.
    }
}
