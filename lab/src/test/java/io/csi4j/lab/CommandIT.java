package io.csi4j.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class CommandIT {
    private static final String GOES_ON_ONCE_IT_WAS_HEARD = """
            echo started >&2
            until [ -e "$1" ]; do sleep 0.05; done
            echo done
            """;

    @TempDir
    private Path folder;

    @Test
    @Timeout(60)
    void progressIsToldWhileTheCommandRuns() {
        Path heard = folder.resolve("heard");
        List<String> lines = new ArrayList<>();

        Command answer = Command.run(
                List.of("sh", "-c", GOES_ON_ONCE_IT_WAS_HEARD, "sh", heard.toString()), Map.of(), "", line -> {
                    lines.add(line);
                    touch(heard);
                });

        assertThat(lines).containsExactly("started");
        assertThat(answer.output()).isEqualTo("done\n");
    }

    @Test
    void aFailedCommandTellsItsExitCodeAndItsComplaint() {
        Command answer = Command.run("sh", "-c", "echo no such thing >&2; exit 3");

        assertThat(answer.exitCode()).isEqualTo(3);
        assertThat(answer.errors()).isEqualTo("no such thing\n");
    }

    private static void touch(Path file) {
        try {
            Files.createFile(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
