package io.csi4j.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NfsServerIT {
    @TempDir
    Path folder;

    @Test
    void twoServersAnswerAtOnce() throws IOException {
        try (var first = NfsServer.start(folder.resolve("one"), NfsExport.of("/a", made("a")));
                var second = NfsServer.start(folder.resolve("two"), NfsExport.of("/b", made("b")))) {
            assertThat(NfsCall.isAnswered(first.port())).isTrue();
            assertThat(NfsCall.isAnswered(second.port())).isTrue();
        }
    }

    @Test
    void aStoppedServerAnswersAgainOnTheSamePortAfterItsStart() throws IOException {
        try (var server = NfsServer.start(folder, NfsExport.of("/a", made("a")))) {
            server.stop();
            assertThat(NfsCall.isAnswered(server.port())).isFalse();

            server.start();

            assertThat(NfsCall.isAnswered(server.port())).isTrue();
        }
    }

    @Test
    void aKilledServerStartsAgain() throws IOException {
        try (var server = NfsServer.start(folder, NfsExport.of("/a", made("a")), NfsExport.of("/b", made("b")))) {
            server.kill();
            assertThat(server.isRunning()).isFalse();

            server.start();

            assertThat(NfsCall.isAnswered(server.port())).isTrue();
        }
    }

    @Test
    void aPausedServerGivesNoAnswerUntilItIsResumed() throws IOException {
        try (var server = NfsServer.start(folder, NfsExport.of("/a", made("a")))) {
            server.pause();
            assertThat(NfsCall.isAnswered(server.port())).isFalse();

            server.resume();

            assertThat(NfsCall.isAnswered(server.port())).isTrue();
        }
    }

    private Path made(String name) throws IOException {
        return Files.createDirectories(folder.resolve("exports").resolve(name));
    }
}
