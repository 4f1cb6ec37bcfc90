package io.csi4j.nfs.share;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.csi4j.nfs.volumeid.ShareAddress;
import io.csi4j.nfs.volumeid.SharePath;
import io.csi4j.sidecar.launch.Ticker;
import io.csi4j.sidecar.log.Log;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The hidden names at the root of a share which removed volumes get, and the background work that empties them.
 *
 * <p>Renaming takes one call however large a volume is, so DeleteVolume does not grow with the volume and a restart
 * loses nothing: what has such a name is removed when the share is next used. It can no longer be reached by the path
 * of another volume. There is no folder for it, as a rename between two folders makes some servers wait: nfs-ganesha
 * sleeps a second whenever another call holds one of the two. Mutable: {@code sweeps} says which shares are being swept.
 */
final class Trash implements AutoCloseable {
    /** How the names of removed volumes begin. */
    static final String BEGINNING = ".csi-nfs-trash-";

    private static final Log LOG = Log.of(Trash.class);
    private static final int SWEEPS_AT_ONCE = 8;
    private static final int TREES_AT_ONCE = 4;
    /** Beyond that the share itself is asked what there is to sweep. */
    private static final int NAMES_REMEMBERED = 1_000;

    private static final int SHARES_REMEMBERED = 10_000;
    private static final Duration FOR_ONE_TREE = Duration.ofMinutes(10);

    private final Shares shares;
    private final Ticker ticker;
    private final Supplier<String> tags;
    private final Semaphore slots = new Semaphore(SWEEPS_AT_ONCE);
    private final ConcurrentHashMap<ShareAddress, Wanted> sweeps = new ConcurrentHashMap<>();
    private final Cache<ShareAddress, Boolean> seen = Caffeine.newBuilder()
            .maximumSize(SHARES_REMEMBERED)
            .executor(Runnable::run)
            .build();

    /** What a running sweep has still to do. Mutable, guarded by its entry of the map. */
    private static final class Wanted {
        private final Queue<String> names = new ArrayDeque<>();
        private boolean isAll;

        void add(String name) {
            if (names.size() < NAMES_REMEMBERED) {
                names.add(name);
            } else {
                isAll = true;
            }
        }

        boolean isNothing() {
            return names.isEmpty() && !isAll;
        }
    }

    /** What a sweep does next: these names, or all there are. */
    private record Turn(List<String> names, boolean isAll) {}

    /** @param tags makes names for what is thrown away, never the same twice */
    Trash(Shares shares, Ticker ticker, Supplier<String> tags) {
        this.shares = shares;
        this.ticker = ticker;
        this.tags = tags;
    }

    /**
     * Removes what is empty; anything else gets a name of the trash, or is removed where it stands if it cannot be
     * moved: on another file system, or in a share whose root we may not write to. Nothing there is no fault.
     *
     * @return the name at the root of the share that has to be swept, if any
     */
    Optional<String> take(Share share, SharePath path) throws ShareFault {
        try {
            // What is empty takes no longer to remove than to rename.
            if (share.removeIfEmpty(path)) {
                return Optional.empty();
            }
            String name = BEGINNING + tags.get();
            share.move(path, SharePath.of(List.of(name)));
            return Optional.of(name);
        } catch (ShareFault fault) {
            switch (fault.reason()) {
                case ABSENT -> LOG.v(4).info("nothing to remove", "path", path.toString());
                case DENIED, OTHER_FILE_SYSTEM, NOT_A_DIRECTORY -> {
                    LOG.v(2).info("removing in place", "path", path.toString(), "reason", fault.getMessage());
                    share.removeTree(path);
                }
                default -> throw fault;
            }
            return Optional.empty();
        }
    }

    /** Called with every use of a share: what an earlier life of the program left is swept at the first one. */
    void used(ShareTarget target) {
        if (seen.asMap().putIfAbsent(target.address(), true) == null) {
            sweepSoon(target);
        }
    }

    /** Sees to it that all trash of the share goes in the background. */
    void sweepSoon(ShareTarget target) {
        want(target, wanted -> wanted.isAll = true);
    }

    /** Sees to it that what was just thrown away goes in the background. */
    void sweepSoon(ShareTarget target, String name) {
        want(target, wanted -> wanted.add(name));
    }

    private void want(ShareTarget target, Consumer<Wanted> more) {
        sweeps.compute(target.address(), (address, running) -> {
            Wanted wanted = running;
            if (wanted == null) {
                wanted = new Wanted();
                Thread.ofVirtual().name("trash-" + address).start(() -> sweepUntilDone(target));
            }
            more.accept(wanted);
            return wanted;
        });
    }

    private void sweepUntilDone(ShareTarget target) {
        for (Optional<Turn> turn = next(target); turn.isPresent(); turn = next(target)) {
            try {
                slots.acquire();
                try {
                    sweep(target, turn.get());
                } finally {
                    slots.release();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (ShareFault fault) {
                notSwept(target, fault);
            }
        }
    }

    private Optional<Turn> next(ShareTarget target) {
        Queue<Turn> turn = new ArrayDeque<>(1);
        sweeps.computeIfPresent(target.address(), (address, wanted) -> {
            if (wanted.isNothing()) {
                return null;
            }
            turn.add(new Turn(List.copyOf(wanted.names), wanted.isAll));
            wanted.names.clear();
            wanted.isAll = false;
            return wanted;
        });
        return Optional.ofNullable(turn.poll());
    }

    private void notSwept(ShareTarget target, ShareFault fault) {
        LOG.warning("trash not emptied, it will be tried again", "reason", fault.getMessage());
        // The next use of the share tries again.
        seen.invalidate(target.address());
    }

    private void sweep(ShareTarget target, Turn turn) throws ShareFault {
        boolean isDone = removeAll(target, turn.names());
        while (turn.isAll() && isDone) {
            List<String> names = shares.use(target, forOneTree(), share -> share.rootNames(BEGINNING));
            if (names.isEmpty()) {
                return;
            }
            isDone = removeAll(target, names);
        }
    }

    /** Some at a time; false if one of them stays. */
    private boolean removeAll(ShareTarget target, Collection<String> names) {
        Queue<String> left = new ConcurrentLinkedQueue<>(names);
        AtomicBoolean isDone = new AtomicBoolean(true);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < Math.min(TREES_AT_ONCE, names.size()); i++) {
                threads.execute(() -> {
                    for (String name = left.poll(); name != null; name = left.poll()) {
                        if (!remove(target, name)) {
                            isDone.set(false);
                        }
                    }
                });
            }
        }
        return isDone.get();
    }

    private boolean remove(ShareTarget target, String name) {
        try {
            shares.run(target, forOneTree(), share -> share.removeTree(SharePath.of(List.of(name))));
            LOG.v(2)
                    .info(
                            "removed volume is gone from the trash",
                            "share",
                            target.address().toString());
            return true;
        } catch (ShareFault fault) {
            notSwept(target, fault);
            return false;
        }
    }

    private Budget forOneTree() {
        return Budget.of(FOR_ONE_TREE, ticker);
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
