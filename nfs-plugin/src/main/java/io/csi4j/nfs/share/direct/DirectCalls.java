package io.csi4j.nfs.share.direct;

import io.csi4j.nfs.share.Budget;
import io.csi4j.nfs.share.ShareFault;
import io.csi4j.nfs.share.ShareFault.Reason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The calls of one operation on a share: they begin at its root or at a known handle, and are sent again where that may
 * help. A background job waits for a server that is away for a while, so that hours of work are not lost. Mutable, for
 * one thread: the root it found.
 */
final class DirectCalls {
    /** Most servers that are busy are so for milliseconds. */
    private static final Duration FIRST_BUSY_PAUSE = Duration.ofMillis(5);

    private static final Duration LONGEST_BUSY_PAUSE = Duration.ofMillis(200);
    private static final Duration AWAY_PAUSE = Duration.ofSeconds(2);
    /** How often a job asks a server that does not answer. */
    private static final int JOB_TRIES = 30;

    private final Roots roots;
    private final Budget budget;
    private Root root;

    /** Where the root handle of the share and its connection come from. */
    interface Roots {
        /** @param fresh whether what was given before proved useless */
        Root root(Budget budget, boolean fresh) throws ShareFault;
    }

    record Root(Connection connection, Bytes handle) {
        Reply call(Compound compound, Budget budget) throws ShareFault {
            return connection.call(compound.from(new Op.PutHandle(handle)), budget);
        }
    }

    /** Operations that begin with going to the root of the share, or do not need it. */
    @FunctionalInterface
    interface Compound {
        List<Op> from(Op root);
    }

    /** Asks for the root at once. */
    DirectCalls(Roots roots, Budget budget) throws ShareFault {
        this.roots = roots;
        this.budget = budget;
        this.root = roots.root(budget, false);
    }

    /** Goes down the names, then does the last thing. */
    static Compound walk(List<Bytes> names, Op... last) {
        return root -> {
            List<Op> ops = new ArrayList<>();
            ops.add(root);
            names.forEach(name -> ops.add(new Op.Lookup(name)));
            ops.addAll(List.of(last));
            return ops;
        };
    }

    /** Does things at a handle. */
    static Compound at(Bytes handle, Op... then) {
        return root -> {
            List<Op> ops = new ArrayList<>(then.length + 1);
            ops.add(new Op.PutHandle(handle));
            ops.addAll(List.of(then));
            return ops;
        };
    }

    /** Sends and expects success; {@code what} is being done, for the fault. */
    Reply run(Compound compound, String what) throws ShareFault {
        Reply reply = call(compound);
        if (!Status.isOk(reply.status())) {
            throw Status.fault(reply.status(), what);
        }
        return reply;
    }

    /**
     * Sends a compound. A connection that was lost meanwhile, and a root handle that went stale, are replaced once; a
     * server that is busy is asked again until the budget ends.
     */
    Reply call(Compound compound) throws ShareFault {
        Reply reply = callOnce(compound);
        for (int tried = 1; Status.saysLater(reply.status()); tried++) {
            awaitBusy(reply.status(), tried);
            reply = callOnRoot(compound, false);
        }
        return reply;
    }

    /** The same, but a server that is busy is not asked again. */
    Reply callOnce(Compound compound) throws ShareFault {
        Reply reply = callOnRoot(compound, false);
        return Status.saysStale(reply.status()) ? callOnRoot(compound, true) : reply;
    }

    /**
     * Gives a busy server some time, longer each time: {@code TIMED_OUT} if there is none.
     *
     * @param tried how often it said so, at least 1
     */
    void awaitBusy(int status, int tried) throws ShareFault {
        budget.pause(
                busyPause(tried),
                "the server is busy: " + Status.fault(status, "answer").getMessage());
    }

    /** Doubles with each try. */
    static Duration busyPause(int tried) {
        int doubled = Math.min(tried - 1, Byte.SIZE);
        Duration pause = FIRST_BUSY_PAUSE.multipliedBy(1L << doubled);
        return pause.compareTo(LONGEST_BUSY_PAUSE) < 0 ? pause : LONGEST_BUSY_PAUSE;
    }

    private Reply callOnRoot(Compound compound, boolean fresh) throws ShareFault {
        boolean isFresh = fresh;
        for (int tried = 1; ; tried++) {
            try {
                return root(isFresh).call(compound, budget);
            } catch (ShareFault fault) {
                if (!isWorthAnotherTry(fault, tried)) {
                    throw fault;
                }
                if (tried > 1) {
                    budget.pause(AWAY_PAUSE, fault.getMessage());
                }
                isFresh = true;
            }
        }
    }

    private Root root(boolean fresh) throws ShareFault {
        if (fresh || root.connection().isOver()) {
            root = roots.root(budget, fresh);
        }
        return root;
    }

    private boolean isWorthAnotherTry(ShareFault fault, int tried) {
        if (budget.isSpent() || Thread.currentThread().isInterrupted()) {
            return false;
        }
        boolean isLost = fault.is(Reason.UNREACHABLE);
        return budget.isPatient() ? tried < JOB_TRIES && (isLost || fault.is(Reason.TIMED_OUT)) : tried == 1 && isLost;
    }
}
