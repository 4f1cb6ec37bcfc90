package io.csi4j.nfs.share;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.csi4j.nfs.share.ShareFault.Reason;
import io.csi4j.nfs.volumeid.ShareAddress;
import io.csi4j.nfs.volumeid.SharePath;
import io.csi4j.sidecar.launch.Ticker;
import io.csi4j.sidecar.log.Log;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/**
 * The hidden directory of a share into which removed volumes are renamed, and the background work that empties it.
 *
 * <p>Renaming takes one call however large a volume is, so DeleteVolume does not grow with the volume and a restart
 * loses nothing: what is in the trash is removed when the share is next used. A directory in the trash can no longer be
 * reached by the path of another volume. Mutable: {@code sweeps} says which shares are being swept.
 */
final class Trash implements AutoCloseable {
    /** Its name at the root of every share that had a volume removed; it goes when it is empty. */
    static final String NAME = ".csi-nfs-trash";

    private static final Log LOG = Log.of(Trash.class);
    private static final SharePath PLACE = SharePath.of(List.of(NAME));
    private static final int OWNER_ONLY = 0700;
    private static final int TRIES = 5;
    private static final int SWEEPS_AT_ONCE = 8;
    private static final int SHARES_REMEMBERED = 10_000;
    private static final Duration FOR_ONE_TREE = Duration.ofMinutes(10);

    private final Shares shares;
    private final Ticker ticker;
    private final Supplier<String> tags;
    private final Semaphore slots = new Semaphore(SWEEPS_AT_ONCE);
    private final ConcurrentHashMap<ShareAddress, Sweep> sweeps = new ConcurrentHashMap<>();
    private final Cache<ShareAddress, Boolean> seen = Caffeine.newBuilder()
            .maximumSize(SHARES_REMEMBERED)
            .executor(Runnable::run)
            .build();

    /** A running sweep; {@code again} asks it to look once more before it ends. Guarded by its entry of the map. */
    private static final class Sweep {
        private boolean again;
    }

    /** @param tags makes names for what is thrown away, never the same twice */
    Trash(Shares shares, Ticker ticker, Supplier<String> tags) {
        this.shares = shares;
        this.ticker = ticker;
        this.tags = tags;
    }

    /**
     * Moves a directory into the trash, or removes it where it stands if it cannot be moved: on another file system, or
     * in a share whose root we may not write to.
     *
     * @param found what the caller saw there; anything else that turns up in its place is put back
     */
    void take(Share share, SharePath path, Found found) throws ShareFault {
        SharePath thrown = PLACE.child(tags.get());
        for (int tried = 1; ; tried++) {
            try {
                makePlace(share);
                share.move(path, thrown);
                break;
            } catch (ShareFault fault) {
                switch (fault.reason()) {
                    case ABSENT -> {
                        // Gone itself, or the empty trash was swept away in between.
                        if (share.look(path).isEmpty()) {
                            return;
                        }
                        if (tried == TRIES) {
                            throw fault;
                        }
                    }
                    case DENIED, OTHER_FILE_SYSTEM, NOT_A_DIRECTORY -> {
                        LOG.v(2).info("removing in place", "path", path.toString(), "reason", fault.getMessage());
                        share.removeTree(path);
                        return;
                    }
                    default -> throw fault;
                }
            }
        }
        confirm(share, path, thrown, found);
    }

    private static void makePlace(Share share) throws ShareFault {
        try {
            share.makeDirectory(PLACE, OWNER_ONLY);
        } catch (ShareFault fault) {
            if (!fault.is(Reason.EXISTS)) {
                throw fault;
            }
        }
    }

    private static void confirm(Share share, SharePath path, SharePath thrown, Found found) throws ShareFault {
        Optional<Found> moved = share.look(thrown);
        if (moved.isPresent() && (!moved.get().isDirectory() || moved.get().number() != found.number())) {
            share.move(thrown, path);
            throw new ShareFault(Reason.OTHER, path + " was replaced while it was being removed");
        }
    }

    /** Called with every use of a share: what an earlier life of the program left is swept at the first one. */
    void used(ShareTarget target) {
        if (seen.asMap().putIfAbsent(target.address(), true) == null) {
            sweepSoon(target);
        }
    }

    /** Sees to it that the trash of the share is emptied in the background. */
    void sweepSoon(ShareTarget target) {
        sweeps.compute(target.address(), (address, running) -> {
            if (running != null) {
                running.again = true;
                return running;
            }
            Thread.ofVirtual().name("trash-" + address).start(() -> sweepUntilDone(target));
            return new Sweep();
        });
    }

    private void sweepUntilDone(ShareTarget target) {
        do {
            try {
                slots.acquire();
                try {
                    sweep(target);
                } finally {
                    slots.release();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (ShareFault fault) {
                LOG.warning("trash not emptied, it will be tried again", "reason", fault.getMessage());
                // The next use of the share tries again.
                seen.invalidate(target.address());
            }
        } while (isWantedAgain(target.address()));
    }

    private boolean isWantedAgain(ShareAddress address) {
        return sweeps.computeIfPresent(address, (key, sweep) -> {
                    if (!sweep.again) {
                        return null;
                    }
                    sweep.again = false;
                    return sweep;
                })
                != null;
    }

    private void sweep(ShareTarget target) throws ShareFault {
        while (true) {
            List<String> names = shares.use(target, forOneTree(), Trash::names);
            if (names.isEmpty()) {
                return;
            }
            for (String name : names) {
                shares.run(target, forOneTree(), share -> share.removeTree(PLACE.child(name)));
                LOG.v(2)
                        .info(
                                "removed volume is gone from the trash",
                                "share",
                                target.address().toString());
            }
        }
    }

    private Budget forOneTree() {
        return Budget.of(FOR_ONE_TREE, ticker);
    }

    /** What is in the trash; the empty trash is removed. */
    private static List<String> names(Share share) throws ShareFault {
        if (!share.look(PLACE).map(Found::isDirectory).orElse(false)) {
            return List.of();
        }
        List<String> names = share.someNames(PLACE);
        if (names.isEmpty()) {
            try {
                share.removeDirectory(PLACE);
            } catch (ShareFault fault) {
                LOG.v(4).info("trash stays", "reason", fault.getMessage());
            }
        }
        return names;
    }

    /** True while something is being swept; for tests that await the end. */
    boolean isBusy() {
        return !sweeps.isEmpty();
    }

    @Override
    public void close() {
        // A sweep ends with its next call, as the ways into the shares are closed after this; nothing is lost by that.
        slots.drainPermits();
    }
}
