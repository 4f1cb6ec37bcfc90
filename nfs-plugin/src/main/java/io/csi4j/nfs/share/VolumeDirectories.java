package io.csi4j.nfs.share;

import io.csi4j.nfs.share.ShareFault.Reason;
import io.csi4j.nfs.volumeid.Permissions;
import io.csi4j.nfs.volumeid.SharePath;
import io.csi4j.sidecar.launch.Ticker;
import io.csi4j.sidecar.log.Log;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Makes, archives and removes the directories of volumes, the same through both ways into a share.
 *
 * <p>Every operation may be repeated at any time, for ever: what is there already is not made again, and what is gone
 * counts as removed or archived. The root of a share cannot be named here (contract 3.3 to 3.5).
 */
public final class VolumeDirectories implements AutoCloseable {
    /** At the root of a share, for what is being made there; it goes when it is empty. */
    public static final String WORK_FOLDER = ".csi-nfs-work";

    private static final Log LOG = Log.of(VolumeDirectories.class);
    /** 0777 with the usual umask of 022, as upstream's controller makes volumes and all parents (contract 8.1). */
    private static final int USUAL_MODE = 0755;

    private static final int TRIES = 5;

    private final Shares shares;
    private final Trash trash;

    /** @param tags makes names for what is thrown away, never the same twice */
    public VolumeDirectories(Shares shares, Ticker ticker, Supplier<String> tags) {
        this.shares = shares;
        this.trash = new Trash(shares, ticker, tags);
    }

    /** Makes the directory and those above it; one that exists is fine and gets the mode, if one is asked for. */
    public void make(ShareTarget target, SharePath path, Permissions permissions, Budget budget) throws ShareFault {
        checkIsFree(path);
        int mode = permissions.areLeftAlone() ? USUAL_MODE : permissions.bits();
        shares.run(target, budget, share -> {
            Optional<Found> before = makeWithParents(share, path, mode);
            // Servers drop the setgid bit of a new directory's mode, so a new one is set as well.
            boolean isSet = before.map(found -> found.mode() == mode).orElse(false);
            if (!permissions.areLeftAlone() && !isSet) {
                applyMode(share, path, mode);
            }
        });
        trash.used(target);
    }

    /** {@code DENIED} for a path in one of our own hidden directories. */
    public static void checkIsFree(SharePath path) throws ShareFault {
        String first = path.elements().getFirst();
        if (first.startsWith(Trash.BEGINNING) || first.equals(WORK_FOLDER)) {
            throw new ShareFault(Reason.DENIED, path + " is in a directory this driver keeps for itself");
        }
    }

    /**
     * Puts a directory that was filled elsewhere on the share in the place of a volume, where nothing or an empty
     * directory stands.
     */
    public static void place(Share share, SharePath filled, SharePath path, Permissions permissions) throws ShareFault {
        checkIsFree(path);
        if (!permissions.areLeftAlone()) {
            applyMode(share, filled, permissions.bits());
        }
        makeParents(share, path);
        share.move(filled, path);
    }

    /** Makes the directories above a place. */
    public static void makeParents(Share share, SharePath path) throws ShareFault {
        if (path.parent().isPresent()) {
            Optional<Found> _ = makeWithParents(share, path.parent().get(), USUAL_MODE);
        }
    }

    /** Sets the mode of a volume that is there, if one is asked for. */
    public static void permit(Share share, SharePath path, Permissions permissions) throws ShareFault {
        if (!permissions.areLeftAlone()) {
            applyMode(share, path, permissions.bits());
        }
    }

    /** What was there before; empty if it was made. */
    private static Optional<Found> makeWithParents(Share share, SharePath path, int mode) throws ShareFault {
        for (int tried = 1; ; tried++) {
            try {
                return makeOne(share, path, mode);
            } catch (ShareFault fault) {
                // A parent may be missing, or pruned by a removal that runs at the same time.
                if (!fault.is(Reason.ABSENT) || tried == TRIES) {
                    throw fault;
                }
                // From the lowest up, as mostly one is missing.
                makeParents(share, path);
            }
        }
    }

    /** What was there before; {@code ABSENT} if that went at the same moment. */
    private static Optional<Found> makeOne(Share share, SharePath path, int mode) throws ShareFault {
        try {
            share.makeDirectory(path, mode);
            return Optional.empty();
        } catch (ShareFault fault) {
            if (!fault.is(Reason.EXISTS)) {
                throw fault;
            }
            Found found = share.look(path)
                    .orElseThrow(() -> new ShareFault(Reason.ABSENT, path + " was there and went", fault));
            if (!found.isDirectory()) {
                throw new ShareFault(Reason.NOT_A_DIRECTORY, path + " exists and is no directory", fault);
            }
            return Optional.of(found);
        }
    }

    /** A mode that cannot be set is only logged (contract 2.3 step 11): root_squash is common. */
    private static void applyMode(Share share, SharePath path, int mode) throws ShareFault {
        try {
            share.setMode(path, mode);
        } catch (ShareFault fault) {
            if (fault.is(Reason.UNREACHABLE) || fault.is(Reason.TIMED_OUT)) {
                throw fault;
            }
            LOG.warning("mount permissions not set", "path", path.toString(), "reason", fault.getMessage());
        }
    }

    /**
     * Removes the directory of a volume and the empty ones above it. It is gone from its place when this returns; its
     * content goes in the background.
     */
    public void remove(ShareTarget target, SharePath path, Budget budget) throws ShareFault {
        checkIsFree(path);
        Optional<String> thrown = shares.use(target, budget, share -> {
            Optional<String> name = trash.take(share, path);
            prune(share, path);
            return name;
        });
        thrown.ifPresent(name -> trash.sweepSoon(target, name));
        trash.used(target);
    }

    /** Takes whatever stands there away; call {@link #sweepSoon} when the share is given back. */
    public void discard(Share share, SharePath path) throws ShareFault {
        var _ = trash.take(share, path);
    }

    /** The volume is gone whether its parents go or not, so no fault is the caller's. */
    private static void prune(Share share, SharePath path) {
        if (path.parent().isPresent()) {
            try {
                share.removeEmptyUpwards(path.parent().get());
            } catch (ShareFault fault) {
                LOG.v(2).info("empty parents may stay", "path", path.toString(), "reason", fault.getMessage());
            }
        }
    }

    /**
     * Renames the directory of a volume to its archive; one that is gone is no fault.
     *
     * @param replacing whether an older archive of that name makes room; else it is a fault, {@code EXISTS}
     */
    public void archive(ShareTarget target, SharePath path, boolean replacing, Budget budget) throws ShareFault {
        checkIsFree(path);
        SharePath archive = path.archived();
        Optional<String> thrown = shares.use(target, budget, share -> {
            if (share.look(path).isEmpty()) {
                return Optional.empty();
            }
            Optional<String> name = replacing ? trash.take(share, archive) : Optional.empty();
            makeParents(share, archive);
            moveToArchive(share, path, archive);
            return name;
        });
        thrown.ifPresent(name -> trash.sweepSoon(target, name));
        trash.used(target);
    }

    private static void moveToArchive(Share share, SharePath path, SharePath archive) throws ShareFault {
        try {
            share.move(path, archive);
        } catch (ShareFault fault) {
            switch (fault.reason()) {
                case ABSENT -> LOG.v(2).info("archived already", "path", path.toString());
                case EXISTS, NOT_EMPTY ->
                    throw new ShareFault(
                            Reason.EXISTS,
                            "archive %s exists already; move it away, or start with --remove-archived-volume-path"
                                    .formatted(archive),
                            fault);
                default -> throw fault;
            }
        }
    }

    /** Sees to it that what was discarded on the share goes in the background. */
    public void sweepSoon(ShareTarget target) {
        trash.sweepSoon(target);
    }

    /** True while removed volumes are being emptied in the background. */
    public boolean isSweeping() {
        return trash.isBusy();
    }

    @Override
    public void close() {
        trash.close();
        shares.close();
    }
}
