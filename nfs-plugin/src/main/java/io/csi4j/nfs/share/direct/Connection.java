package io.csi4j.nfs.share.direct;

import io.csi4j.nfs.share.Budget;
import io.csi4j.nfs.share.ShareFault;
import io.csi4j.nfs.share.ShareFault.Reason;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * One TCP connection to an NFS server, for all threads at once; a call waits for its own answer only.
 *
 * <p>A call that gets no answer in time gives the connection up: it is never used again, as nobody can tell whether the
 * server lives. The calls that ran on it end with {@code UNREACHABLE}. Mutable; the native side belongs to the loop.
 */
final class Connection {
    /** No single call on a directory takes longer on a server that is well (contract 8: a deadline per call). */
    private static final Duration CALL_LIMIT = Duration.ofSeconds(8);

    /** Longer compounds are refused by some servers. */
    private static final int OPERATIONS_LIMIT = 48;

    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(5);

    /** A caller that had less time than this left says nothing about the server by being late. */
    private static final Duration FAIR_WAIT = Duration.ofSeconds(1);

    private final NfsLoop loop;
    private final String address;
    private final int port;
    private final CompletableFuture<Boolean> connected = new CompletableFuture<>();

    /** Handles of the exports used so far, by path. */
    private final ConcurrentHashMap<String, Bytes> roots = new ConcurrentHashMap<>();

    private volatile boolean over;
    private volatile long lastUse;

    /** The libnfs context; the loop's thread alone reads and writes it. */
    private @Nullable MemorySegment rpc;

    Connection(NfsLoop loop, String address, int port) {
        this.loop = loop;
        this.address = address;
        this.port = port;
    }

    /** Waits until it stands: {@code UNREACHABLE}, or {@code KERNEL_ONLY} if the server does not speak NFSv4. */
    void awaitConnected(Budget budget) throws ShareFault {
        await(connected, budget.atMost(CONNECT_LIMIT), Reason.UNREACHABLE, "no connection to ");
    }

    /** Sends a compound and waits for the answer, whatever its status. */
    Reply call(List<Op> ops, Budget budget) throws ShareFault {
        if (ops.size() > OPERATIONS_LIMIT) {
            throw new ShareFault(Reason.OTHER, "the path has too many elements");
        }
        if (budget.isSpent()) {
            throw new ShareFault(Reason.TIMED_OUT, "no time left to ask " + place());
        }
        Duration limit = budget.isPatient() ? budget.forOneStep() : budget.atMost(CALL_LIMIT);
        return await(loop.send(this, ops), limit, Reason.TIMED_OUT, "no answer from ");
    }

    private <T> T await(CompletableFuture<T> answer, Duration limit, Reason ifLate, String text) throws ShareFault {
        try {
            return answer.get(limit.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            String late = "%s%s within %.1f s".formatted(text, place(), limit.toMillis() / 1000.0);
            if (limit.compareTo(FAIR_WAIT) >= 0) {
                loop.giveUp(this, late);
            }
            throw new ShareFault(ifLate, late, e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof ShareFault fault) {
                throw new ShareFault(fault.reason(), fault.getMessage(), e);
            }
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ShareFault(Reason.TIMED_OUT, "the operation was cut off", e);
        }
    }

    /** True once it is of no more use. */
    boolean isOver() {
        return over;
    }

    ConcurrentHashMap<String, Bytes> roots() {
        return roots;
    }

    String place() {
        return address + " port " + port;
    }

    String address() {
        return address;
    }

    int port() {
        return port;
    }

    CompletableFuture<Boolean> connected() {
        return connected;
    }

    void markOver() {
        over = true;
    }

    void markUsed(long nanoTime) {
        lastUse = nanoTime;
    }

    long lastUse() {
        return lastUse;
    }

    @Nullable
    MemorySegment rpc() {
        return rpc;
    }

    void setRpc(@Nullable MemorySegment rpc) {
        this.rpc = rpc;
    }
}
