package io.csi4j.sidecar.launch;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;

/** The child process of {@link SignalsIT}: its argument says how it behaves. */
final class SignalProgram {
    private SignalProgram() {}

    public static void main(String[] args) {
        Launch.program("signal-program", args, SignalProgram::run);
    }

    private static Exit run(String[] args) throws InterruptedException {
        return switch (args[0]) {
            case "drain" -> drain(Exit.OK);
            case "choose" -> drain(Exit.FAILURE);
            case "hang" -> hang();
            case "stuck" -> stuck();
            case "step" -> endingStep();
            case "deaf" -> deaf();
            case "return" -> Exit.OK;
            case "version" -> version();
            case "fault" -> throw new StartupException(Exit.FAILURE, "fault");
            case "usage" -> throw new StartupException(Exit.USAGE, "usage");
            case "fatal" -> throw new StartupException(Exit.FATAL, "fatal");
            case "thread" -> inAnotherThread();
            default -> throw new IllegalStateException("bug");
        };
    }

    private static Exit drain(Exit exit) throws InterruptedException {
        Shutdown shutdown = Shutdown.onSignals();
        System.out.println("ready");
        shutdown.await();
        System.out.println("drained");
        return exit;
    }

    /** The program never ends by itself, another thread cuts it off while the signal is waiting for it. */
    private static Exit hang() throws InterruptedException {
        Shutdown shutdown = Shutdown.onSignals();
        shutdown.whenRequested(() -> Thread.ofPlatform().start(() -> {
            System.out.println("cut");
            Launch.endNow(Exit.FATAL);
        }));
        System.out.println("ready");
        new CountDownLatch(1).await();
        return Exit.OK;
    }

    /** A step of the drain never ends, the program does. */
    private static Exit stuck() throws InterruptedException {
        Shutdown shutdown = Shutdown.onSignals();
        shutdown.whenRequested(() -> new CompletableFuture<Void>().join());
        System.out.println("ready");
        shutdown.await();
        System.out.println("drained");
        return Exit.FAILURE;
    }

    /** A step of the drain ends the process by itself. */
    private static Exit endingStep() throws InterruptedException {
        Shutdown.onSignals().whenRequested(() -> Launch.endNow(Exit.FAILURE));
        System.out.println("ready");
        new CountDownLatch(1).await();
        return Exit.OK;
    }

    private static Exit deaf() throws InterruptedException {
        System.out.println("ready");
        new CountDownLatch(1).await();
        return Exit.OK;
    }

    private static Exit version() {
        Version.print("signal-program");
        return Exit.OK;
    }

    private static Exit inAnotherThread() throws InterruptedException {
        Thread.ofVirtual().start(() -> {
            throw new IllegalStateException("bug in a thread");
        });
        new CountDownLatch(1).await();
        return Exit.OK;
    }
}
