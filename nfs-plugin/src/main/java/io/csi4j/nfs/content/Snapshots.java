package io.csi4j.nfs.content;

import io.csi4j.nfs.share.Budget;
import io.csi4j.nfs.share.FileTarget;
import io.csi4j.nfs.share.Found;
import io.csi4j.nfs.share.Share;
import io.csi4j.nfs.share.ShareFault;
import io.csi4j.nfs.share.ShareFault.Reason;
import io.csi4j.nfs.share.ShareTarget;
import io.csi4j.nfs.share.Shares;
import io.csi4j.nfs.share.StreamFault;
import io.csi4j.nfs.share.VolumeDirectories;
import io.csi4j.nfs.tar.ArchiveStyle;
import io.csi4j.nfs.volumeid.SharePath;
import io.csi4j.nfs.volumeid.SnapshotId;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;

/**
 * Snapshots: archives of volumes on a share, in upstream's layout (contract 3.7). An archive is written aside, sent to
 * the server's disk, read back and compared, and then renamed to its name; whatever has that name is whole.
 */
public final class Snapshots {
    private static final int BUFFER = 64 * 1024;

    private final Workplace workplace;
    private final ArchiveStyle style;
    private final boolean compresses;

    /** @param compresses whether new archives are {@code .tar.gz} */
    public Snapshots(Workplace workplace, ArchiveStyle style, boolean compresses) {
        this.workplace = workplace;
        this.style = style;
        this.compresses = compresses;
    }

    private static String key(ShareTarget target, String name) {
        return "snapshot " + name + " on " + target.address();
    }

    private static String folder(String name) {
        return "snapshot-" + name;
    }

    /**
     * Makes a snapshot, or finds the one that is there. {@code Conflict} if the name is taken by one of another source;
     * {@code ABSENT} if there is no such volume.
     */
    public Progress<StoredSnapshot> create(SnapshotPlan plan, Budget budget) throws ShareFault {
        for (Archive archive : Archive.forms(plan.id())) {
            VolumeDirectories.checkIsFree(archive.file());
        }
        Shares shares = workplace.shares();
        Optional<Progress<StoredSnapshot>> known = shares.use(plan.target(), budget, share -> known(share, plan.id()));
        if (known.isPresent()) {
            return known.get();
        }
        SharePath source = plan.source().directory();
        if (shares.use(plan.source().share(), budget, share -> share.look(source))
                .isEmpty()) {
            throw new ShareFault(Reason.ABSENT, "the source volume has no directory " + source);
        }
        String name = plan.id().name();
        return workplace
                .jobs()
                .run(
                        key(plan.target(), name),
                        plan.source().share().address() + source.toString(),
                        workplace.patience(budget),
                        () -> make(plan));
    }

    /** Empty if the name is free. */
    private static Optional<Progress<StoredSnapshot>> known(Share share, SnapshotId id) throws ShareFault {
        List<Archive> forms = Archive.forms(id);
        for (Archive archive : forms) {
            Optional<Found> found = share.look(archive.file()).filter(Found::isFile);
            if (found.isPresent()) {
                return found.map(file -> new Progress.Done<>(stored(file)));
            }
        }
        Optional<String> other = stranger(share, id);
        return other.map(name -> new Progress.Conflict<>("snapshot " + id.name() + " exists and holds " + name));
    }

    private static StoredSnapshot stored(Found file) {
        return new StoredSnapshot(file.size(), file.modified());
    }

    /** Something in the snapshot's folder that is neither its archive nor on the way to it. */
    private static Optional<String> stranger(Share share, SnapshotId id) throws ShareFault {
        List<SharePath> own = Archive.forms(id).stream()
                .flatMap(archive -> archive.file().fromTheTop().stream())
                .toList();
        List<SharePath> folders = Archive.forms(id).stream()
                .limit(1)
                .flatMap(archive -> archive.file().fromTheTop().stream()
                        .filter(step -> archive.folder().holds(step) && !step.equals(archive.file())))
                .toList();
        for (SharePath folder : folders) {
            if (!share.look(folder).map(Found::isDirectory).orElse(false)) {
                return Optional.empty();
            }
            for (String name : share.someNames(folder)) {
                if (!own.contains(folder.child(name))) {
                    return Optional.of(name);
                }
            }
        }
        return Optional.empty();
    }

    private StoredSnapshot make(SnapshotPlan plan) throws ShareFault {
        Budget budget = workplace.forOneJob();
        try {
            return workplace.shares().use(plan.target(), budget, share -> make(share, plan, budget));
        } finally {
            workplace.directories().sweepSoon(plan.target());
        }
    }

    private StoredSnapshot make(Share share, SnapshotPlan plan, Budget budget) throws ShareFault {
        Archive archive = Archive.of(plan.id(), compresses)
                .orElseThrow(() -> new ShareFault(Reason.OTHER, "no place for the archive of " + plan.id()));
        String work = folder(plan.id().name());
        workplace.build(share, plan.target().address(), work, on -> {
            SharePath draft = workplace.workFolder().begin(on, work);
            Checksum written = write(on, draft, plan.source(), budget);
            written.expect(Checksum.of(on.readFile(draft)));
            VolumeDirectories.makeParents(on, archive.file());
            on.move(draft, archive.file());
        });
        return share.look(archive.file())
                .map(Snapshots::stored)
                .orElseThrow(() -> new ShareFault(Reason.OTHER, "the archive is gone"));
    }

    private Checksum write(Share share, SharePath draft, SnapshotPlan.Place source, Budget budget) throws ShareFault {
        try (FileTarget file = share.newFile(draft)) {
            var counted = new Checksum.Output(file.content());
            OutputStream out = compresses ? new GZIPOutputStream(counted, BUFFER) : counted;
            workplace.shares().run(source.share(), budget, from -> from.packTree(source.directory(), out, style));
            if (out instanceof GZIPOutputStream compressed) {
                compressed.finish();
            }
            file.complete();
            return counted.checksum();
        } catch (IOException thrown) {
            throw StreamFault.of(thrown);
        }
    }

    /**
     * Removes a snapshot and what is left of its making; one that is gone is no fault. {@code NOT_EMPTY} if its folder
     * holds what is none of its own, {@code TIMED_OUT} while it is still being made.
     */
    public void delete(SnapshotId id, ShareTarget target, Budget budget) throws ShareFault {
        if (!workplace.jobs().cancel(key(target, id.name()), workplace.patience(budget))) {
            throw new ShareFault(Reason.TIMED_OUT, "the snapshot is still being made");
        }
        workplace.shares().run(target, budget, share -> {
            workplace.workFolder().remove(share, folder(id.name()), target.address());
            Optional<SharePath> folder = SharePath.of(id.name());
            if (folder.isPresent()) {
                VolumeDirectories.checkIsFree(folder.get());
            }
            if (folder.isEmpty() || share.look(folder.get()).isEmpty()) {
                return;
            }
            Optional<String> other = stranger(share, id);
            if (other.isPresent()) {
                throw new ShareFault(
                        Reason.NOT_EMPTY, folder.get() + " holds " + other.get() + ", which is not of this snapshot");
            }
            workplace.directories().discard(share, folder.get());
        });
        workplace.directories().sweepSoon(target);
    }
}
