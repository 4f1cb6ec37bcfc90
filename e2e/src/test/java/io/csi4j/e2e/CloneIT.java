package io.csi4j.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.csi4j.e2e.cluster.Clone;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CloneIT {
    @Test
    void programsTakeThePlaceOfThoseThatARunLeftWhichWasCutOff(@TempDir Path folder) throws IOException {
        Clone clone = Clone.own();
        Files.createDirectories(folder.resolve("bin"));
        Files.writeString(folder.resolve("bin/nfsplugin"), "cut off");

        clone.copyPrograms(folder);

        assertThat(folder.resolve("bin/nfsplugin")).hasSameBinaryContentAs(clone.program("nfsplugin"));
        assertThat(folder.resolve("bin/nfsplugin")).isExecutable();
        assertThat(folder.resolve("lib/node.jar")).exists();
    }
}
