package io.csi4j.controller.lease;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SurroundingsTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
            flag | environment | file        | namespace
            flag | pod         | account     | flag
            ''   | pod         | account     | pod
            ''   | ''          | ' account ' | account
            ''   | ''          | ''          | default
            """)
    void theNamespaceIsTheFirstThatIsGiven(String flag, String environment, String file, String namespace)
            throws IOException {
        Path ofServiceAccount = Files.writeString(folder.resolve("namespace"), file);
        Map<String, String> variables = environment.isEmpty() ? Map.of() : Map.of("POD_NAMESPACE", environment);

        assertThat(Surroundings.namespace(flag, variables, ofServiceAccount)).isEqualTo(namespace);
    }

    @Test
    void outsideOfAPodTheNamespaceIsDefault() {
        assertThat(Surroundings.namespace("", Map.of(), folder.resolve("missing")))
                .isEqualTo("default");
    }

    @Test
    void theHostnameIsTheKernels() throws IOException {
        assertThat(Surroundings.hostname())
                .isEqualTo(
                        Files.readString(Path.of("/proc/sys/kernel/hostname")).trim());
    }
}
