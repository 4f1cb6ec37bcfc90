package io.csi4j.nfs;

import static org.assertj.core.api.Assertions.assertThat;

import io.csi4j.lab.LabCache;
import io.csi4j.lab.NfsExport;
import io.csi4j.lab.NfsServer;
import io.csi4j.lab.Program;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The project's own conformance tests, csi-sanity, for identity and controller by the direct way: no privilege, no
 * mount. Those for the node need kernel mounts. What cannot apply is in docs/csi-sanity.md.
 */
@Timeout(600)
class SanityIT {
    @TempDir
    Path work;

    @Test
    void identityAndControllerPassTheirConformanceTests() throws Exception {
        Path folder = Files.createDirectory(work.resolve("export"));
        Path socket = work.resolve("csi.sock");
        Path parameters = work.resolve("parameters.yaml");
        Path sanity = LabCache.standard().csiSanity();
        try (NfsServer server = NfsServer.start(work.resolve("server"), NfsExport.of("/share", folder));
                UsualPort usual = UsualPort.of(server.port());
                NfsPlugin plugin = NfsPlugin.start(PluginOptions.parse(
                        "--endpoint=unix://" + socket, "--nodeid=n1", "--controller-share-access=direct"))) {
            Files.writeString(parameters, "server: %s\nshare: /share\n".formatted(usual.host()));

            try (Program program = Program.plan("csi-sanity", sanity, work.resolve("sanity.log"))
                    .with(
                            "--csi.endpoint=" + plugin.address(),
                            "--csi.testvolumeparameters=" + parameters,
                            "--csi.mountdir=" + work.resolve("mount"),
                            "--csi.stagingdir=" + work.resolve("staging"),
                            "--ginkgo.focus=Identity Service|\\[Controller Server\\]",
                            "--ginkgo.junit-report=" + work.resolve("report.xml"),
                            "--ginkgo.no-color")
                    .start()) {
                int code = program.awaitExit(Duration.ofMinutes(5));

                assertThat(code).as(program.logTail(80)).isZero();
                assertThat(program.logTail(20)).contains("32 Passed | 0 Failed");
            }
        }
        assertThat(folder).isEmptyDirectory();
    }
}
