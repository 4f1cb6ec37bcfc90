package io.csi4j.nfs.content;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.csi4j.nfs.share.Budget;
import io.csi4j.nfs.share.Found;
import io.csi4j.nfs.share.Share;
import io.csi4j.nfs.share.ShareFault;
import io.csi4j.nfs.share.ShareFault.Reason;
import io.csi4j.nfs.share.ShareTarget;
import io.csi4j.nfs.share.Shares;
import io.csi4j.nfs.share.StreamFault;
import io.csi4j.nfs.share.VolumeDirectories;
import io.csi4j.nfs.tar.ArchiveStyle;
import io.csi4j.nfs.volumeid.NewVolume;
import io.csi4j.nfs.volumeid.SharePath;
import io.csi4j.nfs.volumeid.SnapshotId;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.zip.GZIPInputStream;

/**
 * Volumes that are made from a snapshot or from another volume. A new directory is filled aside and put in its place
 * when it is whole; one that has content already is filled where it stands, as upstream does it (contract 2.3). Mutable:
 * which volumes were filled, so that a call repeated because its answer was lost does nothing.
 */
public final class Fills {
    private static final int BUFFER = 64 * 1024;
    private static final int VOLUMES_REMEMBERED = 10_000;
    private static final int USUAL_MODE = 0755;

    private final Workplace workplace;
    private final Cache<String, String> filled = Caffeine.newBuilder()
            .maximumSize(VOLUMES_REMEMBERED)
            .executor(Runnable::run)
            .build();

    public Fills(Workplace workplace) {
        this.workplace = workplace;
    }

    private static String key(ShareTarget target, String name) {
        return "volume " + name + " on " + target.address();
    }

    private static String folder(String name) {
        return "volume-" + name;
    }

    /**
     * Makes a volume with what the source holds: {@code ABSENT} if there is no such source.
     *
     * @param name of the volume
     */
    public Progress<NewVolume> fill(String name, NewVolume volume, ShareTarget target, Source source, Budget budget)
            throws ShareFault {
        String key = key(target, name);
        if (source.handle().equals(filled.getIfPresent(key))) {
            return new Progress.Done<>(volume);
        }
        checkIsThere(source, budget);
        return workplace.jobs().run(key, source.handle(), workplace.patience(budget), () -> {
            try {
                Budget time = workplace.forOneJob();
                workplace.shares().run(target, time, share -> fill(share, name, volume, source, time));
            } finally {
                workplace.directories().sweepSoon(target);
            }
            filled.put(key, source.handle());
            return volume;
        });
    }

    private void checkIsThere(Source source, Budget budget) throws ShareFault {
        Shares shares = workplace.shares();
        boolean isThere = switch (source) {
            case Source.Snapshot(var handle, var id, var share) ->
                shares.use(share, budget, on -> archive(on, id)).isPresent();
            case Source.Volume(var handle, var place) ->
                shares.use(place.share(), budget, on -> on.look(place.directory()))
                        .map(Found::isDirectory)
                        .orElse(false);
        };
        if (!isThere) {
            throw new ShareFault(Reason.ABSENT, "there is no source " + source.handle());
        }
    }

    private static Optional<Archive> archive(Share share, SnapshotId id) throws ShareFault {
        for (Archive form : Archive.forms(id)) {
            if (share.look(form.file()).map(Found::isFile).orElse(false)) {
                return Optional.of(form);
            }
        }
        return Optional.empty();
    }

    private void fill(Share share, String name, NewVolume volume, Source source, Budget time) throws ShareFault {
        SharePath path = volume.directory();
        boolean hasContent =
                share.look(path).isPresent() && !share.someNames(path).isEmpty();
        if (hasContent) {
            unpack(share, path, source, time);
            VolumeDirectories.permit(share, path, volume.permissions());
            return;
        }
        workplace.build(share, volume.share(), folder(name), on -> {
            SharePath draft = workplace.workFolder().begin(on, folder(name));
            on.makeDirectory(draft, USUAL_MODE);
            unpack(on, draft, source, time);
            VolumeDirectories.place(on, draft, path, volume.permissions());
        });
    }

    private void unpack(Share share, SharePath into, Source source, Budget time) throws ShareFault {
        switch (source) {
            case Source.Snapshot(var handle, var id, var from) ->
                workplace.shares().run(from, time, on -> restore(on, id, share, into));
            case Source.Volume(var handle, var place) -> copy(place, share, into, time);
        }
    }

    private static void restore(Share from, SnapshotId id, Share to, SharePath into) throws ShareFault {
        Archive archive =
                archive(from, id).orElseThrow(() -> new ShareFault(Reason.ABSENT, "the snapshot has no archive"));
        try (InputStream file = from.readFile(archive.file())) {
            to.unpackTree(into, archive.isCompressed() ? new GZIPInputStream(file, BUFFER) : file);
        } catch (IOException thrown) {
            throw StreamFault.of(thrown);
        }
    }

    /** Two threads with a pipe between them: one packs the source while this one unpacks it. */
    private void copy(SnapshotPlan.Place source, Share to, SharePath into, Budget time) throws ShareFault {
        var pipe = new Pipe();
        var packed = new CompletableFuture<Boolean>();
        Thread thread = Thread.ofVirtual().name("packing").start(() -> pack(source, time, pipe, packed));
        try {
            to.unpackTree(into, pipe.input());
        } catch (ShareFault fault) {
            throw firstFault(packed, fault);
        } finally {
            pipe.giveUp();
            if (Thread.currentThread().isInterrupted()) {
                thread.interrupt();
            }
        }
    }

    /** Half an archive is the fault of the one who packs it. */
    private static ShareFault firstFault(CompletableFuture<Boolean> packed, ShareFault ofUnpacking) {
        boolean isPackersFault = packed.isCompletedExceptionally();
        return isPackersFault && packed.exceptionNow() instanceof ShareFault fault ? fault : ofUnpacking;
    }

    private void pack(SnapshotPlan.Place source, Budget time, Pipe pipe, CompletableFuture<Boolean> packed) {
        try {
            workplace
                    .shares()
                    .run(
                            source.share(),
                            time,
                            share -> share.packTree(source.directory(), pipe.output(), ArchiveStyle.EXACT));
            packed.complete(true);
            pipe.end();
        } catch (ShareFault fault) {
            packed.completeExceptionally(fault);
            pipe.breakOff();
        } catch (RuntimeException bug) {
            packed.completeExceptionally(new ShareFault(Reason.OTHER, bug.toString(), bug));
            pipe.breakOff();
        }
    }

    /** Ends the filling of a volume that is to be deleted, and removes what is left of it. */
    public void giveUp(String name, ShareTarget target, Budget budget) throws ShareFault {
        String key = key(target, name);
        filled.invalidate(key);
        if (!workplace.jobs().cancel(key, workplace.patience(budget))) {
            throw new ShareFault(Reason.TIMED_OUT, "the volume is still being filled");
        }
        WorkFolder work = workplace.workFolder();
        if (!work.isKnownAbsent(target.address())) {
            workplace.shares().run(target, budget, share -> work.remove(share, folder(name), target.address()));
        }
    }
}
