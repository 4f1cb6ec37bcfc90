package io.csi4j.testkit.driver;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import com.google.protobuf.Message;
import io.csi4j.sidecar.csi.DriverAddress;
import io.csi4j.sidecar.csi.DriverServer;
import io.csi4j.testkit.Faults;
import io.grpc.Status;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** The driver, and a test's own door to what it keeps. Mutable; its lock is itself. */
public final class FakeDriver implements AutoCloseable {
    private final Faults<DriverCall, Status> faults = new Faults<>();
    private final FakeStorage storage = new FakeStorage();
    private final FakeIdentity identity;
    private final DriverTraits traits;
    private final Path folder;
    private final Path socket;

    @GuardedBy("this")
    private final List<DriverCall> calls = new ArrayList<>();

    @GuardedBy("this")
    private final List<ReplyEdit> edits = new ArrayList<>();

    @GuardedBy("this")
    private DriverServer server;

    private record ReplyEdit(Predicate<DriverCall> calls, UnaryOperator<Message> edit) {}

    private FakeDriver(DriverTraits traits) {
        this.traits = traits;
        this.identity = new FakeIdentity(traits);
        try {
            this.folder = Files.createTempDirectory("csi");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        this.socket = folder.resolve("csi.sock");
        this.server = listen();
    }

    /** Listens on a socket in a new temporary folder. */
    public static FakeDriver start(DriverTraits traits) {
        return new FakeDriver(traits);
    }

    /** The value of {@code --csi-address}. */
    public String address() {
        return socket.toString();
    }

    public Path socket() {
        return socket;
    }

    /** What goes wrong; {@link DriverCall#on} picks the calls. */
    public Faults<DriverCall, Status> faults() {
        return faults;
    }

    /** Changes the replies of matching calls from now on; {@code edit} must answer a message of the same type. */
    public synchronized void editReplies(Predicate<DriverCall> which, UnaryOperator<Message> edit) {
        edits.add(new ReplyEdit(which, edit));
    }

    /** Whether probes are answered with ready. */
    public void setReady(boolean ready) {
        identity.setReady(ready);
    }

    /** Room left for new volumes; without it there is no limit. */
    public void setFree(long bytes) {
        storage.setFree(bytes);
    }

    /** Room left for new volumes in one topology segment, whatever is left elsewhere. */
    public void setFree(Map<String, String> segments, long bytes) {
        storage.setFree(segments, bytes);
    }

    /** What GetCapacity says a single volume may have at most; without it nothing is said. */
    public void setLargestVolume(long bytes) {
        storage.setLargest(bytes);
    }

    /** Every request that came, in order, the refused ones included. */
    public synchronized List<DriverCall> calls() {
        return List.copyOf(calls);
    }

    public synchronized List<DriverCall> calls(Predicate<DriverCall> which) {
        return calls.stream().filter(which).toList();
    }

    /** Waits until at least that many matching requests have come. */
    public synchronized void awaitCalls(int count, Predicate<DriverCall> which) throws InterruptedException {
        while (calls.stream().filter(which).count() < count) {
            wait();
        }
    }

    public List<FakeVolume> volumes() {
        return storage.volumes();
    }

    public Optional<FakeVolume> volume(String handle) {
        return storage.volume(handle);
    }

    /** Puts a volume there as if it had been created before. */
    public void add(FakeVolume volume) {
        storage.add(volume);
    }

    /** Ends the process of the driver, so to say: connections break, what it keeps stays. */
    public synchronized void stop() {
        server.close(Duration.ZERO);
    }

    /** Listens again after {@link #stop}. */
    public synchronized void restart() {
        server = listen();
    }

    @Override
    public void close() {
        faults.clear();
        stop();
        try {
            Files.deleteIfExists(socket);
            Files.deleteIfExists(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private DriverServer listen() {
        return DriverServer.listen(
                new DriverAddress.UnixSocket(socket),
                List.of(identity, new FakeController(traits, storage), new FakeNode(traits)),
                new FaultyCalls(faults, this::record, this::edited));
    }

    private synchronized void record(DriverCall call) {
        calls.add(call);
        notifyAll();
    }

    private synchronized FaultyCalls.Edit edited(FaultyCalls.Edit edit) {
        Message reply = edit.reply();
        for (ReplyEdit wish : edits) {
            if (wish.calls().test(edit.call())) {
                reply = wish.edit().apply(reply);
            }
        }
        return new FaultyCalls.Edit(edit.call(), reply);
    }
}
