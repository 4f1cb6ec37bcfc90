package io.csi4j.testkit.program;

import com.google.protobuf.Message;
import io.csi4j.sidecar.launch.Exit;
import io.csi4j.sidecar.launch.Shutdown;
import io.csi4j.sidecar.launch.StartupException;
import io.csi4j.testkit.apiserver.ApiCall;
import io.csi4j.testkit.apiserver.FakeApiServer;
import io.csi4j.testkit.driver.DriverCall;
import io.csi4j.testkit.driver.DriverTraits;
import io.csi4j.testkit.driver.FakeDriver;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** A controller program in this JVM, with quick retries, between a fake API server and a fake driver. Runs once. */
public final class TestedProgram implements AutoCloseable {
    private final FakeApiServer api = FakeApiServer.start();
    private final FakeDriver driver;
    private final Shutdown shutdown = Shutdown.onRequest();
    private final CompletableFuture<Exit> exit = new CompletableFuture<>();
    private volatile boolean hasBegun;

    /** The program's {@code run}. */
    public interface Run {
        Exit with(Shutdown shutdown, String... flags) throws InterruptedException;
    }

    private TestedProgram(DriverTraits traits) {
        driver = FakeDriver.start(traits);
    }

    /** Nothing runs yet but the two around it, so that a test can spoil the start. */
    public static TestedProgram between(DriverTraits traits) {
        return new TestedProgram(traits);
    }

    /** Runs it on a thread of that name. */
    public void begin(String name, Run program, String... flags) {
        var all = Stream.concat(
                Stream.of(
                        "--csi-address=" + driver.address(),
                        "--retry-interval-start=20ms",
                        "--retry-interval-max=100ms",
                        "--timeout=30s"),
                Stream.of(flags));
        hasBegun = true;
        Thread.ofVirtual().name(name).start(() -> run(program, all.toArray(String[]::new)));
    }

    private void run(Run program, String... flags) {
        try {
            exit.complete(program.with(shutdown, flags));
        } catch (InterruptedException | RuntimeException fault) {
            exit.completeExceptionally(fault);
        }
    }

    public FakeApiServer api() {
        return api;
    }

    public FakeDriver driver() {
        return driver;
    }

    /** Every request of that kind the driver got, those that failed included. */
    public <T extends Message> List<T> calls(Class<T> kind) {
        return driver.calls().stream()
                .map(DriverCall::request)
                .filter(kind::isInstance)
                .map(kind::cast)
                .toList();
    }

    /** A write of an event whose reason is that and whose message contains that. */
    public static Predicate<ApiCall> event(String reason, String message) {
        return call -> call.plural().equals("events")
                && call.body().contains("\"" + reason + "\"")
                && call.body().contains(message);
    }

    /** Asks it to end, as SIGTERM does, and waits until it has. */
    public Exit stop() {
        shutdown.request(Exit.OK);
        return awaitExit();
    }

    public Exit awaitExit() {
        try {
            return exit.get();
        } catch (InterruptedException | ExecutionException fault) {
            throw new AssertionError("the program failed", fault);
        }
    }

    /** Why it could not start. */
    public StartupException awaitFault() throws InterruptedException {
        try {
            throw new AssertionError("it started, and ended with " + exit.get());
        } catch (ExecutionException failed) {
            exit.obtrudeValue(Exit.FATAL);
            return (StartupException) Objects.requireNonNull(failed.getCause());
        }
    }

    /** Ends everything. */
    @Override
    public void close() {
        driver.faults().clear();
        api.faults().clear();
        if (hasBegun) {
            stop();
        }
        driver.close();
        api.close();
    }
}
