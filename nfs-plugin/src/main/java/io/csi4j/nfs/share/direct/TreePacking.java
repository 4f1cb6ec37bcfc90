package io.csi4j.nfs.share.direct;

import io.csi4j.nfs.share.ShareFault;
import io.csi4j.nfs.share.StreamFault;
import io.csi4j.nfs.tar.ArchiveStyle;
import io.csi4j.nfs.tar.TarEntry;
import io.csi4j.nfs.tar.TarEntry.Attributes;
import io.csi4j.nfs.tar.TarEntry.Device;
import io.csi4j.nfs.tar.TarEntry.Kind;
import io.csi4j.nfs.tar.TarWriter;
import io.csi4j.sidecar.log.Log;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/**
 * Writes a tree of the server as an archive: of each directory the files first, then what is below it, some hundred
 * entries at a time, so that memory does not grow with the tree. Mutable: where the walk stands.
 */
final class TreePacking {
    private static final Log LOG = Log.of(TreePacking.class);
    /** Beyond that many files with several names, further ones are written as full copies. */
    private static final int HARD_LINKS_REMEMBERED = 100_000;

    private final DirectFiles files;
    private final TarWriter writer;
    private final boolean keepsHardLinks;
    private final Map<Long, String> firstNames = new HashMap<>();
    private final Deque<Folder> folders = new ArrayDeque<>();

    /** A directory on the way: how much of it was read, and the directories of that part still to be entered. */
    private static final class Folder {
        private final Bytes handle;
        private final String prefix;
        private Given.Place next = Given.Entries.START;
        private boolean isAllRead;
        private Iterator<Given.Entry> directories = List.<Given.Entry>of().iterator();

        Folder(Bytes handle, String prefix) {
            this.handle = handle;
            this.prefix = prefix;
        }
    }

    TreePacking(DirectFiles files, OutputStream out, ArchiveStyle style) {
        this.files = files;
        this.writer = new TarWriter(out, style);
        this.keepsHardLinks = style.keepsHardLinks();
    }

    void run(Bytes tree) throws ShareFault {
        try {
            writer.put(TarEntry.of(Kind.DIRECTORY, ".", attributes(files.attributes(tree))));
            folders.push(new Folder(tree, ""));
            while (!folders.isEmpty()) {
                step(folders.peek());
            }
            writer.finish();
        } catch (IOException thrown) {
            throw StreamFault.of(thrown);
        }
    }

    private void step(Folder folder) throws ShareFault, IOException {
        if (folder.directories.hasNext()) {
            Given.Entry entry = folder.directories.next();
            String name = folder.prefix + entry.name().latin1();
            writer.put(TarEntry.of(Kind.DIRECTORY, name, attributes(entry.attributes())));
            folders.push(new Folder(entry.attributes().handle(), name + "/"));
        } else if (folder.isAllRead) {
            folders.pop();
        } else {
            readMore(folder);
        }
    }

    private void readMore(Folder folder) throws ShareFault, IOException {
        Given.Entries entries = files.entries(folder.handle, folder.next, AttributeSet.ALL);
        for (Given.Entry entry : entries.list()) {
            if (!entry.isDirectory()) {
                pack(folder.prefix + entry.name().latin1(), entry.attributes());
            }
        }
        folder.directories = entries.list().stream()
                .filter(Given.Entry::isDirectory)
                .toList()
                .iterator();
        folder.next = entries.next();
        folder.isAllRead = entries.isAll();
    }

    private void pack(String name, FileAttributes file) throws ShareFault, IOException {
        if (isSecondName(name, file)) {
            return;
        }
        Attributes attributes = attributes(file);
        switch (file.type()) {
            case FILE -> packContent(TarEntry.of(Kind.FILE, name, attributes).withSize(file.size()), file);
            case LINK -> {
                String target = files.readLink(file.handle()).latin1();
                writer.put(TarEntry.of(Kind.SYMBOLIC_LINK, name, attributes).withLink(target));
            }
            case PIPE -> writer.put(TarEntry.of(Kind.PIPE, name, attributes));
            case BLOCK_DEVICE -> writer.put(device(Kind.BLOCK_DEVICE, name, file));
            case CHARACTER_DEVICE -> writer.put(device(Kind.CHARACTER_DEVICE, name, file));
            case SOCKET -> LOG.warning("socket left out of an archive", "file", name);
            case UNKNOWN -> LOG.warning("file vanished while it was packed", "file", name);
            case DIRECTORY -> throw new IllegalArgumentException("a directory: " + name);
        }
    }

    private static TarEntry device(Kind kind, String name, FileAttributes file) {
        return TarEntry.of(kind, name, attributes(file))
                .withDevice(new Device(file.device().major(), file.device().minor()));
    }

    private boolean isSecondName(String name, FileAttributes file) throws IOException {
        if (!keepsHardLinks || file.links() < 2) {
            return false;
        }
        String first = firstNames.get(file.number());
        if (first == null) {
            if (firstNames.size() < HARD_LINKS_REMEMBERED) {
                firstNames.put(file.number(), name);
            }
            return false;
        }
        writer.put(TarEntry.of(Kind.HARD_LINK, name, attributes(file)).withLink(first));
        return true;
    }

    private void packContent(TarEntry entry, FileAttributes file) throws ShareFault, IOException {
        writer.put(entry);
        long offset = 0;
        while (offset < entry.size()) {
            int wanted = (int) Math.min(DirectFiles.CHUNK, entry.size() - offset);
            ByteBuffer bytes = files.read(file.handle(), offset, wanted).bytes();
            if (!bytes.hasRemaining()) {
                // What the header promised has to follow; GNU tar does the same.
                LOG.warning("file was cut while it was packed, filled up with zeros", "file", entry.name());
                bytes = ByteBuffer.allocate(wanted);
            }
            writer.write(bytes.array(), bytes.position(), bytes.remaining());
            offset += bytes.remaining();
        }
    }

    private static Attributes attributes(FileAttributes file) {
        return new Attributes(
                file.mode(), Owners.inArchive(file.user()), Owners.inArchive(file.group()), file.modified());
    }
}
