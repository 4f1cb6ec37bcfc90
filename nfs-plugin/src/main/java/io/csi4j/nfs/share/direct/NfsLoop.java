package io.csi4j.nfs.share.direct;

import io.csi4j.nfs.share.ShareFault;
import io.csi4j.nfs.share.ShareFault.Reason;
import io.csi4j.sidecar.launch.Ticker;
import io.csi4j.sidecar.log.Log;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * The one thread that runs libnfs: it waits on the sockets of all connections at once and never on one.
 *
 * <h2>Why one thread</h2>
 *
 * <p>A thread per call would be held by a server that does not answer, and a native call pins the virtual thread that
 * makes it. Here a dead server holds an entry in a map and nothing else: its callers wait on a future with their own
 * deadline, and the calls to other servers go on. The library itself is safe for one thread only.
 *
 * <h2>How a call goes</h2>
 *
 * <p>A caller hands over a task, and wakes the loop by an event descriptor if it sleeps. The task lays the compound out
 * in native memory, which libnfs encodes at once and needs no longer. All calls that came meanwhile are sent before the
 * loop sleeps again, in the order they came. The answer comes as a callback from {@code rpc_service}; a ticket number
 * finds the caller, whose future gets a copy of what was asked for.
 *
 * <h2>Rules of the library</h2>
 *
 * <ul>
 *   <li>An exception must not leave the callback, it would end the process.
 *   <li>A context must not be destroyed inside its own callback: it is marked there and ended after the service call.
 *   <li>Destroying a context calls back for all that is pending; the tickets are gone by then, so nothing happens.
 *   <li>No library timeout is set; deadlines are the callers'.
 * </ul>
 */
final class NfsLoop implements AutoCloseable {
    private static final Log LOG = Log.of(NfsLoop.class);
    /** A connection nobody used for that long is closed. */
    private static final Duration IDLE_LIMIT = Duration.ofMinutes(1);

    private static final Duration END_LIMIT = Duration.ofSeconds(5);
    private static final int LOOK_FOR_IDLE_MILLIS = 5_000;
    private static final String SHUTTING_DOWN = "the plugin is shutting down";
    private static final int FOR_EVER = -1;
    private static final int SUCCESS = 0;

    private final Libnfs libnfs;
    private final Ticker ticker;
    private final Arena arena = Arena.ofAuto();
    private final MemorySegment callback;
    private final LoopBell bell;
    private final Thread thread;
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private volatile boolean closing;

    // What follows belongs to the thread of the loop.
    private final List<Connection> open = new ArrayList<>();
    private final Map<Long, Pending> pending = new HashMap<>();
    private final Map<Connection, String> broken = new HashMap<>();
    private final Set<Connection> unsent = new HashSet<>();
    private final PollSet polled;
    private final CallMemory callMemory;
    private long lastTicket;

    /** Somebody who waits: for the connection if {@code reply} is null, else for the answer. */
    private record Pending(Connection connection, @Nullable CompletableFuture<Reply> reply) {
        void fail(ShareFault fault) {
            if (reply == null) {
                connection.connected().completeExceptionally(fault);
            } else {
                reply.completeExceptionally(fault);
            }
        }
    }

    NfsLoop(Libnfs libnfs, Ticker ticker) {
        this.libnfs = libnfs;
        this.ticker = ticker;
        this.callback = Libnfs.stub(this::answered, arena);
        this.bell = new LoopBell(libnfs, arena);
        this.polled = new PollSet(arena);
        this.callMemory = new CallMemory(arena);
        this.thread = Thread.ofPlatform().daemon().name("nfs-loop").unstarted(this::run);
        thread.start();
    }

    /** A new connection, which may not stand yet. {@code address} is numeric. */
    Connection connect(String address, int port) {
        var connection = new Connection(this, address, port);
        connection.markUsed(ticker.nanoTime());
        if (closing) {
            connection.connected().completeExceptionally(shuttingDown());
        }
        submit(() -> start(connection));
        return connection;
    }

    CompletableFuture<Reply> send(Connection connection, List<Op> ops) {
        var reply = new CompletableFuture<Reply>();
        connection.markUsed(ticker.nanoTime());
        if (closing) {
            reply.completeExceptionally(shuttingDown());
        }
        submit(() -> queue(connection, ops, reply));
        return reply;
    }

    private static ShareFault shuttingDown() {
        return new ShareFault(Reason.UNREACHABLE, SHUTTING_DOWN);
    }

    /** Ends a connection; what waits on it fails with {@code UNREACHABLE}. */
    void giveUp(Connection connection, String why) {
        connection.markOver();
        submit(() -> end(connection, why));
    }

    private void submit(Runnable task) {
        tasks.add(task);
        bell.ring();
    }

    private void run() {
        while (!closing) {
            runTasks();
            sendWhatIsQueued();
            // Those who wait on a connection that is lost must not wait for the end of the sleep as well.
            endBroken();
            sleep();
            serviceWhatIsReady();
            endBroken();
            endIdle();
        }
        runTasks();
        for (Connection connection : List.copyOf(open)) {
            end(connection, SHUTTING_DOWN);
        }
        runTasks();
    }

    private void runTasks() {
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            task.run();
        }
    }

    /** The library would wait for the poll to tell that there is room, which there mostly is. */
    private void sendWhatIsQueued() {
        for (Connection connection : unsent) {
            if (connection.rpc() != null) {
                service(connection, PollSet.WRITABLE);
            }
        }
        unsent.clear();
    }

    /** Until a socket is ready, or there is a task. */
    private void sleep() {
        polled.begin(open.size() + 1);
        polled.add(bell.descriptor(), PollSet.READABLE);
        for (Connection connection : open) {
            MemorySegment rpc = contextOf(connection);
            polled.add(libnfs.descriptor(rpc), libnfs.wantedEvents(rpc));
        }
        bell.beginSleep();
        int ready = libnfs.poll(polled.entries(), polled.size(), patience());
        bell.endSleep();
        if (ready <= 0) {
            polled.begin(0);
        }
    }

    private int patience() {
        if (!tasks.isEmpty()) {
            return 0;
        }
        return open.isEmpty() ? FOR_EVER : LOOK_FOR_IDLE_MILLIS;
    }

    private void serviceWhatIsReady() {
        if (polled.size() > 0 && polled.returned(0) != 0) {
            bell.hear();
        }
        for (int i = 1; i < polled.size(); i++) {
            int events = polled.returned(i);
            if (events != 0) {
                service(open.get(i - 1), events);
            }
        }
    }

    private void service(Connection connection, int events) {
        MemorySegment rpc = contextOf(connection);
        if (!libnfs.service(rpc, events)) {
            broken.putIfAbsent(connection, lost(connection, libnfs.error(rpc)));
        }
    }

    private static String lost(Connection connection, String text) {
        return "connection to %s lost%s".formatted(connection.place(), text.isEmpty() ? "" : ": " + text);
    }

    private void endBroken() {
        if (broken.isEmpty()) {
            return;
        }
        Map<Connection, String> ended = Map.copyOf(broken);
        broken.clear();
        ended.forEach(this::end);
    }

    private void endIdle() {
        long now = ticker.nanoTime();
        List<Connection> idle = new ArrayList<>(0);
        for (Connection connection : open) {
            if (now - connection.lastUse() > IDLE_LIMIT.toNanos()) {
                idle.add(connection);
            }
        }
        for (Connection connection : idle) {
            if (pending.values().stream().noneMatch(waiting -> waiting.connection() == connection)) {
                end(connection, "idle");
            }
        }
    }

    private void start(Connection connection) {
        if (closing || connection.isOver()) {
            connection.connected().completeExceptionally(new ShareFault(Reason.UNREACHABLE, "given up"));
            return;
        }
        MemorySegment rpc = libnfs.newContext();
        connection.setRpc(rpc);
        open.add(connection);
        long ticket = newTicket(new Pending(connection, null));
        if (!libnfs.connect(rpc, connection.address(), connection.port(), callback, ticket)) {
            end(connection, notConnected(connection, libnfs.error(rpc)));
        }
    }

    private static String notConnected(Connection connection, String text) {
        return "no connection to %s: %s".formatted(connection.place(), text);
    }

    private void queue(Connection connection, List<Op> ops, CompletableFuture<Reply> reply) {
        MemorySegment rpc = connection.rpc();
        if (rpc == null) {
            reply.completeExceptionally(new ShareFault(Reason.UNREACHABLE, lost(connection, "")));
            return;
        }
        long ticket = newTicket(new Pending(connection, reply));
        try (callMemory) {
            var writer = new CompoundWriter(callMemory);
            MemorySegment arguments = writer.write(ops);
            if (libnfs.send(rpc, arguments, writer.size(), callback, ticket)) {
                unsent.add(connection);
            } else {
                end(connection, lost(connection, libnfs.error(rpc)));
            }
        }
    }

    private long newTicket(Pending waiting) {
        lastTicket++;
        pending.put(lastTicket, waiting);
        return lastTicket;
    }

    /** Called by libnfs inside {@code rpc_service}, for an answer, and inside the destruction of a context. */
    private void answered(MemorySegment rpc, int status, MemorySegment result, MemorySegment ticket) {
        Pending waiting = pending.remove(ticket.address());
        if (waiting == null) {
            return;
        }
        try {
            if (status != SUCCESS) {
                failed(waiting, libnfs.error(rpc));
            } else if (waiting.reply() == null) {
                waiting.connection().connected().complete(true);
            } else {
                waiting.reply().complete(ReplyReader.read(result));
            }
        } catch (RuntimeException bug) {
            LOG.bug(bug, "answer of an NFS server not understood");
            waiting.fail(new ShareFault(Reason.OTHER, "answer of the server not understood", bug));
        }
    }

    private void failed(Pending waiting, String text) {
        Connection connection = waiting.connection();
        boolean isTurnedAway = waiting.reply() == null && text.contains("RPC");
        String why = waiting.reply() == null ? notConnected(connection, text) : lost(connection, text);
        broken.put(connection, why);
        waiting.fail(
                isTurnedAway
                        ? new ShareFault(Reason.KERNEL_ONLY, "the server does not speak NFSv4.0: " + text)
                        : new ShareFault(Reason.UNREACHABLE, why));
    }

    private void end(Connection connection, String why) {
        connection.markOver();
        MemorySegment rpc = connection.rpc();
        if (rpc == null) {
            return;
        }
        connection.setRpc(null);
        open.remove(connection);
        List<Pending> waiting = new ArrayList<>();
        pending.values().removeIf(each -> each.connection() == connection && waiting.add(each));
        libnfs.destroy(rpc);
        waiting.forEach(each -> each.fail(new ShareFault(Reason.UNREACHABLE, why)));
        LOG.v(4).info("connection to an NFS server ended", "server", connection.place(), "reason", why);
    }

    private static MemorySegment contextOf(Connection connection) {
        MemorySegment rpc = connection.rpc();
        if (rpc == null) {
            throw new IllegalStateException("not open: " + connection.place());
        }
        return rpc;
    }

    @Override
    public void close() {
        closing = true;
        submit(() -> {});
        try {
            thread.join(END_LIMIT);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        // A thread that still runs polls it; then it goes with the process.
        if (!thread.isAlive()) {
            bell.close();
        }
    }
}
