package io.csi4j.nfs;

import io.csi4j.sidecar.csi.DriverAddress;
import io.csi4j.testkit.ChildProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Programs that the plugin finds first in its path, in place of {@code mount}, {@code umount} and {@code stat}. Mutable:
 * they note their calls.
 */
final class StandInTools {
    private final Path work;
    private final Path calls;

    StandInTools(Path work) throws IOException {
        this.work = work;
        this.calls = Files.createFile(work.resolve("calls"));
        Files.createDirectory(work.resolve("bin"));
    }

    /** A stand-in that notes its call and then does what the script says; {@code $target} is its last argument. */
    void put(String name, String script) throws IOException {
        Path file = work.resolve("bin").resolve(name);
        Files.writeString(file, """
            #!/bin/sh
            echo "%s $*" >>%s
            for target; do :; done
            %s
            """.formatted(name, calls, script));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    }

    /** What was called so far, with its arguments. */
    List<String> calls() throws IOException {
        return Files.readAllLines(calls);
    }

    /** What a test does with the running plugin. */
    interface Use {
        void of(PluginClient client, ChildProgram program) throws Exception;
    }

    /** One life of the plugin, in a process of its own. */
    void withPlugin(Use use, String... flags) throws Exception {
        Path socket = work.resolve("csi.sock");
        List<String> arguments = new ArrayList<>(List.of("--endpoint=unix://" + socket, "--nodeid=n1", "-v=2"));
        arguments.addAll(List.of(flags));
        String path = work.resolve("bin") + ":" + System.getenv("PATH");
        try (ChildProgram program =
                ChildProgram.start(Map.of("PATH", path), NfsPlugin.class, arguments.toArray(String[]::new))) {
            program.awaitLine("listening");
            try (var client = new PluginClient(new DriverAddress.UnixSocket(socket))) {
                use.of(client, program);
            }
        }
    }
}
