package io.csi4j.nfs.share.direct;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.csi4j.nfs.share.Budget;
import io.csi4j.nfs.share.ShareFault;
import io.csi4j.nfs.share.ShareFault.Reason;
import io.csi4j.sidecar.launch.Ticker;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Turns names of servers into addresses, on few threads of its own, as the system's resolver may hang for long. Mutable:
 * what it was told lately, so that not every operation has to go to those threads and back.
 */
final class Resolver implements AutoCloseable {
    private static final int THREADS = 4;
    private static final int WAITING = 256;
    private static final Duration LIMIT = Duration.ofSeconds(5);
    private static final int NAMES_REMEMBERED = 1_000;
    private static final Duration ANSWER_HOLDS = Duration.ofSeconds(10);

    /** Addresses of a name, the preferred one first. */
    @FunctionalInterface
    interface Names {
        List<String> addresses(String name) throws UnknownHostException;
    }

    private final Names names;
    private final Cache<String, List<String>> told;
    private final ThreadPoolExecutor threads = new ThreadPoolExecutor(
            THREADS,
            THREADS,
            10,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(WAITING),
            Thread.ofPlatform().daemon().name("resolver-", 0).factory());

    /** @param names asked on threads of this resolver */
    Resolver(Names names, Ticker ticker) {
        this.names = names;
        this.told = Caffeine.newBuilder()
                .maximumSize(NAMES_REMEMBERED)
                .expireAfterWrite(ANSWER_HOLDS)
                .ticker(ticker::nanoTime)
                .executor(Runnable::run)
                .build();
        threads.allowCoreThreadTimeOut(true);
    }

    /** By the system's resolver. */
    static Resolver ofSystem(Ticker ticker) {
        return new Resolver(Resolver::lookUp, ticker);
    }

    /**
     * Numeric addresses, in the order to try: {@code NO_SUCH_SERVER}, {@code UNREACHABLE}.
     *
     * @param fresh whether what it told before proved useless
     */
    List<String> addresses(String host, Budget budget, boolean fresh) throws ShareFault {
        List<String> known = fresh ? null : told.getIfPresent(host);
        if (known != null) {
            return known;
        }
        List<String> found = find(host, budget);
        told.put(host, found);
        return found;
    }

    private List<String> find(String host, Budget budget) throws ShareFault {
        try {
            return List.of(InetAddress.ofLiteral(host).getHostAddress());
        } catch (IllegalArgumentException notNumeric) {
            return ask(host, budget.atMost(LIMIT));
        }
    }

    private List<String> ask(String host, Duration limit) throws ShareFault {
        try {
            Future<List<String>> answer = threads.submit(() -> names.addresses(host));
            try {
                return answer.get(limit.toNanos(), TimeUnit.NANOSECONDS);
            } finally {
                answer.cancel(false);
            }
        } catch (ExecutionException e) {
            throw new ShareFault(Reason.NO_SUCH_SERVER, "the name of the server does not resolve", e);
        } catch (TimeoutException | RejectedExecutionException e) {
            throw new ShareFault(Reason.UNREACHABLE, "no answer about the name of the server", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ShareFault(Reason.TIMED_OUT, "the operation was cut off", e);
        }
    }

    private static List<String> lookUp(String host) throws UnknownHostException {
        return Arrays.stream(InetAddress.getAllByName(host))
                .map(InetAddress::getHostAddress)
                .toList();
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
