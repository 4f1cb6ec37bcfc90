package io.csi4j.nfs.share.direct;

import io.csi4j.nfs.share.ShareFault;
import io.csi4j.nfs.share.ShareFault.Reason;
import io.csi4j.nfs.share.StreamFault;
import io.csi4j.nfs.tar.TarEntry;
import io.csi4j.nfs.tar.TarEntry.Attributes;
import io.csi4j.nfs.tar.TarReader;
import io.csi4j.sidecar.log.Log;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Makes what an archive holds below a directory of the server. Every step goes from the handle of a directory to one
 * name in it, so neither a link in the archive nor one on the server leads outside. A directory gets its mode and time
 * when the archive leaves it, as making things in it changes the time. Mutable: the directories from the top to where
 * the archive stands.
 */
final class TreeUnpacking {
    private static final Log LOG = Log.of(TreeUnpacking.class);
    /** Of directories the archive does not name itself. */
    private static final int USUAL_MODE = 0755;

    private static final int OWNER_ONLY_DIRECTORY = 0700;
    private static final int OWNER_ONLY = 0600;

    private final DirectFiles files;
    private final FileCreation creation;
    private final Deque<Folder> folders = new ArrayDeque<>();
    private boolean keepsOwners = true;

    private static final class Folder {
        private final String name;
        private final Bytes handle;
        private @Nullable Attributes attributes;

        Folder(String name, Bytes handle) {
            this.name = name;
            this.handle = handle;
        }
    }

    TreeUnpacking(DirectFiles files, FileCreation creation, Bytes tree) {
        this.files = files;
        this.creation = creation;
        folders.addLast(new Folder("", tree));
    }

    void run(InputStream archive) throws ShareFault {
        var reader = new TarReader(archive);
        try {
            Optional<TarEntry> entry = reader.next();
            while (entry.isPresent()) {
                place(entry.get(), reader);
                entry = reader.next();
            }
        } catch (IOException thrown) {
            throw StreamFault.of(thrown);
        }
        while (!folders.isEmpty()) {
            leave();
        }
    }

    private void place(TarEntry entry, TarReader content) throws ShareFault, IOException {
        List<String> names = elements(entry.name());
        if (names.isEmpty()) {
            if (entry.kind() == TarEntry.Kind.DIRECTORY) {
                folders.getFirst().attributes = entry.attributes();
            }
            return;
        }
        enter(names.subList(0, names.size() - 1));
        Bytes parent = folders.getLast().handle;
        Bytes name = Bytes.ofLatin1(names.getLast());
        switch (entry.kind()) {
            case DIRECTORY -> {
                Folder folder = new Folder(names.getLast(), directory(parent, name));
                folder.attributes = entry.attributes();
                folders.addLast(folder);
            }
            case FILE -> file(parent, name, entry, content);
            case HARD_LINK -> hardLink(parent, name, elements(entry.link()));
            case SYMBOLIC_LINK ->
                thing(parent, name, new Op.NewThing.SymbolicLink(Bytes.ofLatin1(entry.link())), entry);
            case PIPE -> thing(parent, name, new Op.NewThing.Pipe(), entry);
            case BLOCK_DEVICE -> thing(parent, name, device(true, entry.device()), entry);
            case CHARACTER_DEVICE -> thing(parent, name, device(false, entry.device()), entry);
        }
    }

    private static Op.NewThing device(boolean isBlock, TarEntry.Device numbers) {
        return new Op.NewThing.Device(isBlock, numbers.major(), numbers.minor());
    }

    private static List<String> elements(String name) throws ShareFault {
        return TarEntry.elements(name)
                .orElseThrow(() -> new ShareFault(Reason.OTHER, "insecure path in the archive: " + name));
    }

    /** Goes to a directory, leaving those it is not below and making those that are missing. */
    private void enter(List<String> names) throws ShareFault {
        while (folders.size() > 1 + shared(names)) {
            leave();
        }
        for (String name : names.subList(folders.size() - 1, names.size())) {
            Bytes parent = folders.getLast().handle;
            Optional<Given.Entry> there = files.child(parent, Bytes.ofLatin1(name));
            if (there.isPresent() && !there.get().isDirectory()) {
                throw new ShareFault(Reason.NOT_A_DIRECTORY, "the archive goes through " + name + ", no directory");
            }
            Bytes handle = there.isPresent() ? there.get().name() : newDirectory(parent, name);
            folders.addLast(new Folder(name, handle));
        }
    }

    /** How many of the names the present place begins with. */
    private int shared(List<String> names) {
        Iterator<Folder> present = folders.iterator();
        present.next();
        int shared = 0;
        while (present.hasNext() && shared < names.size() && present.next().name.equals(names.get(shared))) {
            shared++;
        }
        return shared;
    }

    private Bytes newDirectory(Bytes parent, String name) throws ShareFault {
        Op.Create create = new Op.Create(new Op.NewThing.Directory(), Bytes.ofLatin1(name), USUAL_MODE);
        return files.create(parent, create)
                .orElseThrow(() -> new ShareFault(Reason.EXISTS, name + " was made by someone else"));
    }

    private void leave() throws ShareFault {
        Folder folder = folders.removeLast();
        if (folder.attributes != null) {
            apply(folder.handle, folder.attributes);
        }
    }

    /** One that is there is taken; a link or file in its place makes room. */
    private Bytes directory(Bytes parent, Bytes name) throws ShareFault {
        var create = new Op.Create(new Op.NewThing.Directory(), name, OWNER_ONLY_DIRECTORY);
        Optional<Bytes> made = files.create(parent, create);
        if (made.isPresent()) {
            return made.get();
        }
        Optional<Given.Entry> there = files.child(parent, name);
        if (there.isPresent() && there.get().isDirectory()) {
            return there.get().name();
        }
        files.remove(parent, name);
        return files.create(parent, create)
                .orElseThrow(() -> new ShareFault(Reason.EXISTS, name + " cannot be replaced"));
    }

    private void file(Bytes parent, Bytes name, TarEntry entry, TarReader content) throws ShareFault, IOException {
        Bytes handle = creation.create(parent, name, OWNER_ONLY);
        try (var target = new FileOutput(files, handle)) {
            byte[] bytes = new byte[(int) Math.min(DirectFiles.CHUNK, Math.max(1, entry.size()))];
            for (int count = content.read(bytes, 0, bytes.length);
                    count >= 0;
                    count = content.read(bytes, 0, bytes.length)) {
                target.write(bytes, 0, count);
            }
            target.complete();
        }
        apply(handle, entry.attributes());
    }

    private void hardLink(Bytes parent, Bytes name, List<String> first) throws ShareFault {
        Bytes handle = folders.getFirst().handle;
        for (String element : first) {
            handle = files.child(handle, Bytes.ofLatin1(element))
                    .orElseThrow(() ->
                            new ShareFault(Reason.OTHER, "the archive links to " + element + ", which is not there"))
                    .name();
        }
        if (!files.link(handle, parent, name)) {
            files.remove(parent, name);
            files.link(handle, parent, name);
        }
    }

    private void thing(Bytes parent, Bytes name, Op.NewThing thing, TarEntry entry) throws ShareFault {
        var create = new Op.Create(thing, name, entry.attributes().mode());
        Optional<Bytes> made = files.create(parent, create);
        if (made.isEmpty()) {
            files.remove(parent, name);
            made = files.create(parent, create);
        }
        Bytes handle = made.orElseThrow(() -> new ShareFault(Reason.EXISTS, name + " cannot be replaced"));
        if (thing instanceof Op.NewThing.SymbolicLink) {
            applyToLink(handle, entry.attributes());
        } else {
            apply(handle, entry.attributes());
        }
    }

    /** The owner first, as changing it takes setuid and setgid bits away. */
    private void apply(Bytes handle, Attributes attributes) throws ShareFault {
        applyOwners(handle, attributes);
        files.change(handle, new FileChange(attributes.mode(), null, null, attributes.modified()));
    }

    /** Not all servers set times of links, and none a mode. */
    private void applyToLink(Bytes handle, Attributes attributes) throws ShareFault {
        applyOwners(handle, attributes);
        try {
            files.change(handle, new FileChange(null, null, null, attributes.modified()));
        } catch (ShareFault fault) {
            if (fault.is(Reason.UNREACHABLE) || fault.is(Reason.TIMED_OUT)) {
                throw fault;
            }
            LOG.v(4).info("time of a link not kept", "reason", fault.getMessage());
        }
    }

    /** A server that makes root nobody lets nobody give files away: then they stay ours, as with any user's tar. */
    private void applyOwners(Bytes handle, Attributes attributes) throws ShareFault {
        if (!keepsOwners) {
            return;
        }
        try {
            files.change(
                    handle,
                    FileChange.ofOwners(Owners.onServer(attributes.user()), Owners.onServer(attributes.group())));
        } catch (ShareFault fault) {
            if (fault.is(Reason.UNREACHABLE) || fault.is(Reason.TIMED_OUT)) {
                throw fault;
            }
            keepsOwners = false;
            LOG.warning("owners are not kept, the server refuses them", "reason", fault.getMessage());
        }
    }
}
