package io.csi4j.nfs.share.direct;

import io.csi4j.nfs.share.Budget;
import io.csi4j.nfs.share.Found;
import io.csi4j.nfs.share.Share;
import io.csi4j.nfs.share.ShareFault;
import io.csi4j.nfs.share.ShareFault.Reason;
import io.csi4j.nfs.volumeid.SharePath;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A share over NFSv4.0 compounds. Each call names its whole path from the root of the export in one compound, so the
 * server walks it at once and, as LOOKUP does not follow links, nobody can divert it by a link on the way.
 */
final class DirectShare implements Share {
    private static final Duration BUSY_PAUSE = Duration.ofMillis(200);

    private final Roots roots;
    private final Budget budget;

    /** Where the root handle of the share and its connection come from. */
    interface Roots {
        /** @param fresh whether what was given before proved useless */
        Root root(Budget budget, boolean fresh) throws ShareFault;
    }

    record Root(Connection connection, Bytes handle) {
        Reply call(Compound compound, Budget budget) throws ShareFault {
            return connection.call(compound.from(new Op.PutHandle(handle)), budget);
        }
    }

    /** Operations that begin with going to the root of the share. */
    @FunctionalInterface
    interface Compound {
        List<Op> from(Op root);
    }

    DirectShare(Roots roots, Budget budget) {
        this.roots = roots;
        this.budget = budget;
    }

    @Override
    public Optional<Found> look(SharePath path) throws ShareFault {
        Reply reply = call(walk(names(path), new Op.GetAttributes()));
        if (Status.isAbsent(reply.status())) {
            return Optional.empty();
        }
        Reply.Attributes attributes = reply.attributes();
        if (!Status.isOk(reply.status()) || attributes == null) {
            throw Status.fault(reply.status(), "looking at " + path);
        }
        return Optional.of(new Found(kind(attributes), attributes.mode(), attributes.number()));
    }

    private static Found.Kind kind(Reply.Attributes attributes) {
        if (attributes.isDirectory()) {
            return Found.Kind.DIRECTORY;
        }
        return attributes.isLink() ? Found.Kind.LINK : Found.Kind.OTHER;
    }

    @Override
    public void makeDirectory(SharePath path, int mode) throws ShareFault {
        run(walk(parents(path), new Op.MakeDirectory(Bytes.of(path.name()), mode)), "making directory " + path);
    }

    @Override
    public void setMode(SharePath path, int mode) throws ShareFault {
        run(walk(names(path), new Op.SetMode(mode)), "setting the mode of " + path);
    }

    @Override
    public void move(SharePath from, SharePath to) throws ShareFault {
        List<Bytes> source = parents(from);
        List<Bytes> target = parents(to);
        Op rename = new Op.Rename(Bytes.of(from.name()), Bytes.of(to.name()));
        run(twoWalks(source, target, rename), "moving " + from + " to " + to);
    }

    @Override
    public void removeDirectory(SharePath path) throws ShareFault {
        Optional<Found> found = look(path);
        if (found.isPresent() && !found.get().isDirectory()) {
            throw new ShareFault(Reason.NOT_A_DIRECTORY, path + " is no directory");
        }
        run(walk(parents(path), new Op.Remove(Bytes.of(path.name()))), "removing directory " + path);
    }

    @Override
    public void removeTree(SharePath path) throws ShareFault {
        new TreeRemoval(this, names(path)).run();
    }

    @Override
    public List<String> someNames(SharePath path) throws ShareFault {
        return entries(names(path)).stream()
                .flatMap(entry -> entry.name().text().stream())
                .toList();
    }

    /** The first entries of a directory; none if it is not there. */
    List<Reply.Entry> entries(List<Bytes> directory) throws ShareFault {
        Reply reply = call(walk(directory, new Op.ReadDirectory()));
        if (Status.isAbsent(reply.status())) {
            return List.of();
        }
        if (!Status.isOk(reply.status())) {
            throw Status.fault(reply.status(), "reading a directory");
        }
        return reply.entries();
    }

    /** Removes a file, a link or an empty directory; answers false if it is a directory that is not empty. */
    boolean remove(List<Bytes> directory, Bytes name) throws ShareFault {
        Reply reply = call(walk(directory, new Op.Remove(name)));
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
        run(twoWalks(source, target, new Op.Rename(name, newName)), "moving " + name);
    }

    private static Compound walk(List<Bytes> names, Op last) {
        return root -> {
            List<Op> ops = new ArrayList<>();
            ops.add(root);
            names.forEach(name -> ops.add(new Op.Lookup(name)));
            ops.add(last);
            return ops;
        };
    }

    /** Walks twice from the root: to the directory that is saved, then to the one that stays current. */
    private static Compound twoWalks(List<Bytes> saved, List<Bytes> current, Op last) {
        return root -> {
            List<Op> ops = new ArrayList<>(walk(saved, new Op.SaveHandle()).from(root));
            ops.addAll(walk(current, last).from(root));
            return ops;
        };
    }

    private void run(Compound compound, String what) throws ShareFault {
        Reply reply = call(compound);
        if (!Status.isOk(reply.status())) {
            throw Status.fault(reply.status(), what);
        }
    }

    /**
     * Sends a compound. A connection that was lost meanwhile, and a root handle that went stale, are replaced once; a
     * server that is busy is asked again until the budget ends.
     */
    private Reply call(Compound compound) throws ShareFault {
        Reply reply = callOnRoot(compound, false);
        if (Status.saysStale(reply.status())) {
            reply = callOnRoot(compound, true);
        }
        while (Status.saysLater(reply.status())) {
            budget.pause(
                    BUSY_PAUSE,
                    "the server is busy: "
                            + Status.fault(reply.status(), "answer").getMessage());
            reply = callOnRoot(compound, false);
        }
        return reply;
    }

    private Reply callOnRoot(Compound compound, boolean fresh) throws ShareFault {
        try {
            return roots.root(budget, fresh).call(compound, budget);
        } catch (ShareFault fault) {
            if (!fault.is(Reason.UNREACHABLE) || budget.isSpent()) {
                throw fault;
            }
            return roots.root(budget, true).call(compound, budget);
        }
    }

    private static List<Bytes> names(SharePath path) {
        return path.elements().stream().map(Bytes::of).toList();
    }

    private static List<Bytes> parents(SharePath path) {
        return names(path).subList(0, path.elements().size() - 1);
    }

    @Override
    public void close() {
        // The connection serves others and ends by itself when it is idle.
    }
}
