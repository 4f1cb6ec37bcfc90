package io.csi4j.nfs.share.direct;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The native calls: the RPC part of libnfs 4.0 (Debian package libnfs13), and poll and eventfd of the C library.
 *
 * <p>The library is not safe for more than one thread, and a wrong call ends the whole process: only {@link NfsLoop}
 * uses it, from its one thread.
 */
// Native access is this class's purpose; the launcher allows it with --enable-native-access.
@SuppressWarnings("restricted")
final class Libnfs {
    /** Program and version of NFSv4 (RFC 7531). */
    private static final int NFS_PROGRAM = 100_003;

    private static final int NFS_VERSION = 4;
    private static final int COMPOUND_PROCEDURE = 1;
    private static final int ROOT_ID = 0;
    /** What the library has room for in a call without more being asked for, less the headers of a call. */
    private static final int SMALL_CALL = 2048;
    /** Where the encoder lies in {@code struct rpc_pdu} of libnfs 4.0. */
    private static final long ENCODER = 16;

    private static final String LIBRARY = "libnfs.so.13";
    private static final Linker LINKER = Linker.nativeLinker();
    private static final FunctionDescriptor CALLBACK = FunctionDescriptor.ofVoid(ADDRESS, JAVA_INT, ADDRESS, ADDRESS);

    /** What libnfs calls when a connection stands or an answer came. */
    @FunctionalInterface
    interface Callback {
        /**
         * Must not throw, as that would end the process.
         *
         * @param status 0 for success
         * @param result valid during the call only
         * @param ticket the number given with the request, as an address
         */
        void answered(MemorySegment rpc, int status, MemorySegment result, MemorySegment ticket);
    }

    private final MethodHandle initContext;
    private final MethodHandle destroyContext;
    private final MethodHandle setUid;
    private final MethodHandle setGid;
    private final MethodHandle connectPort;
    private final MethodHandle getFd;
    private final MethodHandle whichEvents;
    private final MethodHandle service;
    private final MethodHandle getError;
    private final MethodHandle compound;
    private final MethodHandle allocateCall;
    private final MethodHandle encodeCompound;
    private final MethodHandle queueCall;
    private final MethodHandle freeCall;
    private final MemorySegment compoundDecoder;
    private final MethodHandle poll;
    private final MethodHandle eventfd;
    private final MethodHandle readFd;
    private final MethodHandle writeFd;
    private final MethodHandle closeFd;

    private Libnfs(SymbolLookup nfs, SymbolLookup c) {
        initContext = function(nfs, "rpc_init_context", ADDRESS);
        destroyContext = function(nfs, "rpc_destroy_context", null, ADDRESS);
        setUid = function(nfs, "rpc_set_uid", null, ADDRESS, JAVA_INT);
        setGid = function(nfs, "rpc_set_gid", null, ADDRESS, JAVA_INT);
        connectPort = function(
                nfs,
                "rpc_connect_port_async",
                JAVA_INT,
                ADDRESS,
                ADDRESS,
                JAVA_INT,
                JAVA_INT,
                JAVA_INT,
                ADDRESS,
                ADDRESS);
        getFd = function(nfs, "rpc_get_fd", JAVA_INT, ADDRESS);
        whichEvents = function(nfs, "rpc_which_events", JAVA_INT, ADDRESS);
        service = function(nfs, "rpc_service", JAVA_INT, ADDRESS, JAVA_INT);
        getError = function(nfs, "rpc_get_error", ADDRESS, ADDRESS);
        compound = function(nfs, "rpc_nfs4_compound_async", JAVA_INT, ADDRESS, ADDRESS, ADDRESS, ADDRESS);
        allocateCall = function(
                nfs,
                "rpc_allocate_pdu2",
                ADDRESS,
                ADDRESS,
                JAVA_INT,
                JAVA_INT,
                JAVA_INT,
                ADDRESS,
                ADDRESS,
                ADDRESS,
                JAVA_INT,
                JAVA_LONG);
        encodeCompound = function(nfs, "zdr_COMPOUND4args", JAVA_INT, ADDRESS, ADDRESS);
        queueCall = function(nfs, "rpc_queue_pdu", JAVA_INT, ADDRESS, ADDRESS);
        freeCall = function(nfs, "rpc_free_pdu", null, ADDRESS, ADDRESS);
        compoundDecoder = nfs.findOrThrow("zdr_COMPOUND4res");
        poll = function(c, "poll", JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT);
        eventfd = function(c, "eventfd", JAVA_INT, JAVA_INT, JAVA_INT);
        readFd = function(c, "read", JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG);
        writeFd = function(c, "write", JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG);
        closeFd = function(c, "close", JAVA_INT, JAVA_INT);
    }

    /** Empty if the library is not installed. */
    static Optional<Libnfs> load() {
        try {
            SymbolLookup nfs = SymbolLookup.libraryLookup(LIBRARY, Arena.global());
            return Optional.of(new Libnfs(nfs, LINKER.defaultLookup()));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static MethodHandle function(
            SymbolLookup library, String name, @Nullable MemoryLayout result, MemoryLayout... arguments) {
        FunctionDescriptor shape =
                result == null ? FunctionDescriptor.ofVoid(arguments) : FunctionDescriptor.of(result, arguments);
        return LINKER.downcallHandle(library.findOrThrow(name), shape);
    }

    /** A C function that calls back, valid as long as the arena. */
    static MemorySegment stub(Callback callback, Arena arena) {
        try {
            MethodType type = MethodType.methodType(
                    void.class, MemorySegment.class, int.class, MemorySegment.class, MemorySegment.class);
            MethodHandle target = MethodHandles.lookup()
                    .findVirtual(Callback.class, "answered", type)
                    .bindTo(callback);
            return LINKER.upcallStub(target, CALLBACK, arena);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("callback of libnfs", e);
        }
    }

    /** A context that speaks as user and group 0, like the kernel's client of a privileged controller. */
    MemorySegment newContext() {
        MemorySegment rpc = (MemorySegment) call(() -> initContext.invoke());
        if (rpc.address() == 0) {
            throw new OutOfMemoryError("rpc_init_context");
        }
        call(() -> setUid.invoke(rpc, ROOT_ID));
        call(() -> setGid.invoke(rpc, ROOT_ID));
        return rpc;
    }

    /** Cancels what is pending, each with a callback, and closes the socket. */
    void destroy(MemorySegment rpc) {
        call(() -> destroyContext.invoke(rpc));
    }

    /**
     * Starts to connect; the callback tells the end.
     *
     * @param address numeric, so that no name has to be resolved
     * @return false if it failed at once, see {@link #error}
     */
    boolean connect(MemorySegment rpc, String address, int port, MemorySegment callback, long ticket) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment server = arena.allocateFrom(address);
            MemorySegment number = MemorySegment.ofAddress(ticket);
            return (int) call(() ->
                            (int) connectPort.invoke(rpc, server, port, NFS_PROGRAM, NFS_VERSION, callback, number))
                    == 0;
        }
    }

    /**
     * Queues a compound; false if that failed.
     *
     * @param size of its arguments on the wire in bytes, at least
     */
    boolean send(MemorySegment rpc, MemorySegment arguments, int size, MemorySegment callback, long ticket) {
        MemorySegment number = MemorySegment.ofAddress(ticket);
        if (size <= SMALL_CALL) {
            return (int) call(() -> (int) compound.invoke(rpc, callback, arguments, number)) == 0;
        }
        // The function above has room for 4 KB only; these are the steps it is made of, with more room.
        MemorySegment call = (MemorySegment) call(() -> (MemorySegment) allocateCall.invoke(
                rpc,
                NFS_PROGRAM,
                NFS_VERSION,
                COMPOUND_PROCEDURE,
                callback,
                number,
                compoundDecoder,
                (int) CompoundLayout.RESULT_SIZE,
                (long) size));
        if (call.address() == 0) {
            return false;
        }
        MemorySegment encoder = MemorySegment.ofAddress(call.address() + ENCODER);
        if ((int) call(() -> (int) encodeCompound.invoke(encoder, arguments)) == 0) {
            call(() -> freeCall.invoke(rpc, call));
            return false;
        }
        return (int) call(() -> (int) queueCall.invoke(rpc, call)) == 0;
    }

    int descriptor(MemorySegment rpc) {
        return (int) call(() -> (int) getFd.invoke(rpc));
    }

    /** Events to poll for. */
    short wantedEvents(MemorySegment rpc) {
        return (short) (int) call(() -> (int) whichEvents.invoke(rpc));
    }

    /** Reads, writes and calls back; false if the connection is of no more use. */
    boolean service(MemorySegment rpc, int events) {
        return (int) call(() -> (int) service.invoke(rpc, events)) >= 0;
    }

    /** The library's text about its last fault, or an empty one. */
    String error(MemorySegment rpc) {
        MemorySegment text = (MemorySegment) call(() -> (MemorySegment) getError.invoke(rpc));
        return text.address() == 0 ? "" : text.reinterpret(Long.MAX_VALUE).getString(0);
    }

    /** poll(2); negative if it was interrupted. */
    int poll(MemorySegment descriptors, long count, int milliseconds) {
        return (int) call(() -> (int) poll.invoke(descriptors, count, milliseconds));
    }

    /** eventfd(2), not blocking, closed on exec. */
    int newEventDescriptor() {
        final int nonblockAndCloexec = 0x80800;
        int descriptor = (int) call(() -> (int) eventfd.invoke(0, nonblockAndCloexec));
        if (descriptor < 0) {
            throw new IllegalStateException("eventfd failed");
        }
        return descriptor;
    }

    long read(int descriptor, MemorySegment buffer) {
        return (long) call(() -> (long) readFd.invoke(descriptor, buffer, buffer.byteSize()));
    }

    long write(int descriptor, MemorySegment buffer) {
        return (long) call(() -> (long) writeFd.invoke(descriptor, buffer, buffer.byteSize()));
    }

    void close(int descriptor) {
        call(() -> (int) closeFd.invoke(descriptor));
    }

    @FunctionalInterface
    private interface Native {
        @Nullable
        Object invoke() throws Throwable;
    }

    /** A native call throws nothing of its own: whatever arrives here is a wrong binding. */
    @SuppressWarnings("NullAway") // A void function gives null, which its callers do not look at.
    private static Object call(Native function) {
        try {
            return function.invoke();
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new LinkageError("native call", e);
        }
    }
}
