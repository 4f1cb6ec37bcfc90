package io.csi4j.lab;

import java.nio.file.Path;
import java.time.Duration;

/** A JVM to be killed: starts a program that would outlive it, says its process id, and waits for it. */
final class StartsAndWaits {
    private StartsAndWaits() {}

    public static void main(String[] arguments) {
        Program program = Program.plan("sleeper", Path.of("/bin/sleep"), Path.of(arguments[0]))
                .with("600")
                .start();
        System.out.println("sleeper " + program.pid());
        program.awaitExit(Duration.ofMinutes(10));
    }
}
