package io.csi4j.nfs.child;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChildrenIT {
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final Duration SHORT = Duration.ofMillis(300);

    @TempDir
    Path folder;

    private final Children children = new Children(4, 2);

    @Test
    void aChildTellsItsCodeAndBothItsOutputs() {
        ChildEnd end = children.run("s", LONG, List.of("sh", "-c", "echo out; echo err >&2; exit 32"));

        assertThat(end).isEqualTo(new ChildEnd.Exited(32, "out\nerr"));
    }

    @Test
    void aLateChildIsKilledWithWhatItStarted() throws Exception {
        Path pid = folder.resolve("pid");

        ChildEnd end = children.run("s", SHORT, List.of("sh", "-c", "sleep 600 & echo $! > " + pid + "; wait"));

        assertThat(end).isInstanceOf(ChildEnd.Late.class);
        long grandchild = Long.parseLong(Files.readString(pid).strip());
        ProcessHandle.of(grandchild).ifPresent(process -> process.onExit().join());
        assertThat(ProcessHandle.of(grandchild).filter(ProcessHandle::isAlive)).isEmpty();
    }

    @Test
    void aMissingProgramIsToldApart() {
        ChildEnd end = children.run("s", LONG, List.of("no-such-program-here"));

        assertThat(end).isInstanceOf(ChildEnd.Exited.class);
        assertThat(((ChildEnd.Exited) end).output()).contains("no-such-program-here");
    }

    @Test
    void oneServerCannotTakeAllTheRoom() throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<ChildEnd>> stuck = List.of(
                    threads.submit(() -> children.run("dead", LONG, List.of("sleep", "600"))),
                    threads.submit(() -> children.run("dead", LONG, List.of("sleep", "600"))));
            while (children.count() < 2) {
                Thread.onSpinWait();
            }

            assertThat(children.run("dead", LONG, List.of("true"))).isInstanceOf(ChildEnd.NotStarted.class);
            assertThat(children.run("alive", LONG, List.of("true"))).isEqualTo(new ChildEnd.Exited(0, ""));

            children.close();
            for (Future<ChildEnd> each : stuck) {
                assertThat(each.get()).isInstanceOf(ChildEnd.Exited.class);
            }
        }
        assertThat(children.run("alive", LONG, List.of("true"))).isInstanceOf(ChildEnd.NotStarted.class);
    }
}
