package io.csi4j.nfs.share.direct;

import io.csi4j.nfs.share.Budget;
import io.csi4j.nfs.share.ShareFault;
import io.csi4j.nfs.share.ShareFault.Reason;
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

/** Turns names of servers into addresses, on few threads of its own, as the system's resolver may hang for long. */
final class Resolver implements AutoCloseable {
    private static final int THREADS = 4;
    private static final int WAITING = 256;
    private static final Duration LIMIT = Duration.ofSeconds(5);

    private final ThreadPoolExecutor threads = new ThreadPoolExecutor(
            THREADS,
            THREADS,
            10,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(WAITING),
            Thread.ofPlatform().daemon().name("resolver-", 0).factory());

    Resolver() {
        threads.allowCoreThreadTimeOut(true);
    }

    /** Numeric addresses, in the order to try: {@code NO_SUCH_SERVER}, {@code UNREACHABLE}. */
    List<String> addresses(String host, Budget budget) throws ShareFault {
        try {
            return List.of(InetAddress.ofLiteral(host).getHostAddress());
        } catch (IllegalArgumentException notNumeric) {
            return ask(host, budget.atMost(LIMIT));
        }
    }

    private List<String> ask(String host, Duration limit) throws ShareFault {
        try {
            Future<List<String>> answer = threads.submit(() -> lookUp(host));
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
