package io.csi4j.nfs.share.direct;

import static io.csi4j.nfs.share.direct.DirectCalls.at;
import static io.csi4j.nfs.share.direct.DirectCalls.walk;

import io.csi4j.nfs.share.ShareFault;
import io.csi4j.nfs.share.ShareFault.Reason;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/**
 * What is done on files and directories by their handles. A handle stays with its file wherever that is moved, so a walk
 * from handle to handle cannot be diverted, and no depth of a tree is too large for a compound.
 */
final class DirectFiles {
    /** Bytes that are read or written by one call; what a server does not take at once follows. */
    static final int CHUNK = 64 * 1024;

    private final DirectCalls calls;

    DirectFiles(DirectCalls calls) {
        this.calls = calls;
    }

    /** A file as it was opened. */
    record Opened(Bytes handle, long size) {}

    Bytes directory(List<Bytes> names) throws ShareFault {
        Reply reply = calls.run(
                walk(names, new Op.GetHandle(), new Op.GetAttributes(AttributeSet.TYPE)), "opening a directory");
        if (!reply.attributes().map(FileAttributes::isDirectory).orElse(false)) {
            throw new ShareFault(Reason.NOT_A_DIRECTORY, "not a directory: " + names);
        }
        return reply.handle().orElseThrow();
    }

    Opened file(List<Bytes> names) throws ShareFault {
        Reply reply =
                calls.run(walk(names, new Op.GetHandle(), new Op.GetAttributes(AttributeSet.PLACE)), "opening a file");
        FileAttributes attributes = reply.attributes().orElseThrow();
        if (!attributes.isFile()) {
            throw new ShareFault(Reason.EXISTS, "not a file: " + names);
        }
        return new Opened(reply.handle().orElseThrow(), attributes.size());
    }

    FileAttributes attributes(Bytes handle) throws ShareFault {
        return calls.run(at(handle, new Op.GetAttributes(AttributeSet.ALL_BUT_HANDLE)), "reading attributes")
                .attributes()
                .orElseThrow();
    }

    /** A child of a directory, not followed if it is a link; empty if there is none of that name. */
    Optional<Given.Entry> child(Bytes directory, Bytes name) throws ShareFault {
        Reply reply = calls.call(
                at(directory, new Op.Lookup(name), new Op.GetHandle(), new Op.GetAttributes(AttributeSet.PLACE)));
        if (Status.isAbsent(reply.status())) {
            return Optional.empty();
        }
        if (!Status.isOk(reply.status())) {
            throw Status.fault(reply.status(), "looking at " + name);
        }
        Bytes handle = reply.handle().orElseThrow();
        return reply.attributes().map(attributes -> new Given.Entry(handle, attributes));
    }

    Given.Entries entries(Bytes directory, Given.Place from, AttributeSet wanted) throws ShareFault {
        Reply reply = calls.run(at(directory, new Op.ReadDirectory(from, wanted)), "reading a directory");
        return reply.last(Given.Entries.class).orElseThrow();
    }

    Bytes readLink(Bytes link) throws ShareFault {
        return calls.run(at(link, new Op.ReadLink()), "reading a link")
                .last(Given.LinkText.class)
                .orElseThrow()
                .text();
    }

    Given.Content read(Bytes file, long offset, int count) throws ShareFault {
        return calls.run(at(file, new Op.Read(offset, count)), "reading a file")
                .last(Given.Content.class)
                .orElseThrow();
    }

    Given.Written write(Bytes file, long offset, ByteBuffer bytes, boolean isStable) throws ShareFault {
        return calls.run(at(file, new Op.Write(offset, bytes, isStable)), "writing a file")
                .last(Given.Written.class)
                .orElseThrow();
    }

    Given.Committed commit(Bytes file) throws ShareFault {
        return calls.run(at(file, new Op.Commit()), "writing a file to the server's disk")
                .last(Given.Committed.class)
                .orElseThrow();
    }

    /** Makes a directory, link, pipe or device and answers its handle; empty if there is one of that name. */
    Optional<Bytes> create(Bytes directory, Op.Create create) throws ShareFault {
        Reply reply = calls.call(at(directory, create, new Op.GetHandle()));
        if (Status.saysExists(reply.status())) {
            return Optional.empty();
        }
        if (!Status.isOk(reply.status())) {
            throw Status.fault(reply.status(), "making " + create.name());
        }
        return reply.handle();
    }

    /** Gives a file a second name; false if there is one of that name. */
    boolean link(Bytes file, Bytes directory, Bytes name) throws ShareFault {
        Reply reply = calls.call(at(file, new Op.SaveHandle(), new Op.PutHandle(directory), new Op.Link(name)));
        if (Status.saysExists(reply.status())) {
            return false;
        }
        if (!Status.isOk(reply.status())) {
            throw Status.fault(reply.status(), "linking " + name);
        }
        return true;
    }

    /** Removes a file, link or empty directory; nothing there is no fault. */
    void remove(Bytes directory, Bytes name) throws ShareFault {
        Reply reply = calls.call(at(directory, new Op.Remove(name)));
        if (!Status.isOk(reply.status()) && !Status.isAbsent(reply.status())) {
            throw Status.fault(reply.status(), "removing " + name);
        }
    }

    void change(Bytes file, FileChange change) throws ShareFault {
        calls.run(at(file, new Op.Set(change)), "setting attributes");
    }
}
