package io.csi4j.nfs.content;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.csi4j.nfs.share.ShareFault;
import io.csi4j.nfs.share.ShareFault.Reason;
import io.csi4j.sidecar.log.Log;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * The background jobs of this plugin, by key: few at once, as each moves as much as the network carries; the others
 * wait. Mutable: the jobs that run or wait, and for an hour the faults nobody has asked for yet. A restart forgets them
 * all, which the calls that began them, repeated, make good.
 */
final class Jobs implements AutoCloseable {
    private static final Log LOG = Log.of(Jobs.class);
    private static final int AT_ONCE = 2;
    private static final int FAULTS_KEPT = 1_000;
    private static final Duration FAULTS_KEPT_FOR = Duration.ofHours(1);
    private static final Duration TO_END = Duration.ofSeconds(5);

    private final Semaphore slots = new Semaphore(AT_ONCE);
    private final ConcurrentHashMap<String, Job<?>> running = new ConcurrentHashMap<>();
    private final Cache<String, ShareFault> faults = Caffeine.newBuilder()
            .maximumSize(FAULTS_KEPT)
            .expireAfterWrite(FAULTS_KEPT_FOR)
            .executor(Runnable::run)
            .build();
    private volatile boolean closing;

    /** What a job does. */
    @FunctionalInterface
    interface Work<T> {
        T run() throws ShareFault, InterruptedException;
    }

    private static final class Job<T> {
        private final String arguments;
        private final CompletableFuture<T> result = new CompletableFuture<>();
        private final Thread thread;
        private volatile boolean isCancelled;

        Job(String arguments, String name, Consumer<Job<T>> body) {
            this.arguments = arguments;
            this.thread = Thread.ofVirtual().name(name).unstarted(() -> body.accept(this));
        }
    }

    /**
     * Starts the job unless it runs, and waits a while for its end.
     *
     * @param arguments tell whether a job of that key is the same one
     * @throws ShareFault the job's own, also that of one which failed while nobody waited
     */
    <T> Progress<T> run(String key, String arguments, Duration patience, Work<T> work) throws ShareFault {
        if (closing) {
            throw shuttingDown();
        }
        Job<?> known = running.get(key);
        if (known == null) {
            ShareFault fault = faults.asMap().remove(key);
            if (fault != null) {
                throw new ShareFault(fault.reason(), fault.getMessage(), fault);
            }
        }
        Job<?> job = running.computeIfAbsent(key, absent -> start(absent, arguments, work));
        if (!job.arguments.equals(arguments)) {
            return new Progress.Conflict<>("it is being made from " + job.arguments);
        }
        // A key has one kind of result.
        @SuppressWarnings("unchecked")
        CompletableFuture<T> result = (CompletableFuture<T>) job.result;
        return await(key, result, patience);
    }

    private <T> Job<T> start(String key, String arguments, Work<T> work) {
        Job<T> job = new Job<>(arguments, key, self -> work(key, self, work));
        job.thread.start();
        return job;
    }

    private <T> void work(String key, Job<T> job, Work<T> work) {
        try {
            slots.acquire();
            try {
                LOG.v(2).info("job begins", "job", key, "source", job.arguments);
                T value = work.run();
                LOG.v(2).info("job done", "job", key);
                running.remove(key, job);
                job.result.complete(value);
            } finally {
                slots.release();
            }
        } catch (InterruptedException e) {
            end(key, job, new ShareFault(Reason.TIMED_OUT, "the job was ended", e));
        } catch (ShareFault fault) {
            end(key, job, fault);
        } catch (RuntimeException bug) {
            LOG.bug(bug, "job failed", "job", key);
            end(key, job, new ShareFault(Reason.OTHER, bug.toString(), bug));
        }
    }

    private void end(String key, Job<?> job, ShareFault fault) {
        LOG.warning("job failed", "job", key, "reason", fault.getMessage());
        if (!job.isCancelled) {
            faults.put(key, fault);
        }
        running.remove(key, job);
        job.result.completeExceptionally(fault);
    }

    private <T> Progress<T> await(String key, CompletableFuture<T> result, Duration patience) throws ShareFault {
        try {
            return new Progress.Done<>(result.get(patience.toMillis(), TimeUnit.MILLISECONDS));
        } catch (TimeoutException e) {
            return new Progress.Running<>();
        } catch (ExecutionException e) {
            faults.invalidate(key);
            if (e.getCause() instanceof ShareFault fault) {
                throw new ShareFault(fault.reason(), fault.getMessage(), e);
            }
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ShareFault(Reason.TIMED_OUT, "the operation was cut off", e);
        }
    }

    /**
     * Ends a job and waits until it has ended; none is no fault.
     *
     * @return false if it still runs after that time
     */
    boolean cancel(String key, Duration patience) {
        faults.invalidate(key);
        Job<?> job = running.get(key);
        if (job == null) {
            return true;
        }
        job.isCancelled = true;
        job.thread.interrupt();
        try {
            return job.thread.join(patience);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static ShareFault shuttingDown() {
        return new ShareFault(Reason.UNREACHABLE, "the plugin is shutting down");
    }

    /** Ends all jobs; their remains go when their calls are repeated. */
    @Override
    public void close() {
        closing = true;
        running.values().forEach(job -> {
            job.isCancelled = true;
            job.result.completeExceptionally(shuttingDown());
            job.thread.interrupt();
        });
        running.keySet().forEach(key -> cancel(key, TO_END));
    }
}
