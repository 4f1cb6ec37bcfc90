package io.csi4j.spec;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Needs a Go tool chain and, on the first run, the Go module proxy. */
class PublishedTableIT {
    @Test
    void theKeptTableIsWhatTheGoModulesSay() throws IOException, InterruptedException {
        var go = new ProcessBuilder("go", "run", ".")
                .directory(Path.of("src/test/go").toFile())
                .redirectError(Redirect.INHERIT)
                .start();

        String printed;
        try (var out = go.getInputStream()) {
            printed = new String(out.readAllBytes(), StandardCharsets.UTF_8);
        }

        assertThat(go.waitFor()).isZero();
        assertThat(printed.lines()).containsExactlyElementsOf(PublishedTable.lines());
    }
}
