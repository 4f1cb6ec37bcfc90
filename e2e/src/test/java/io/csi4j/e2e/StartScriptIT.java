package io.csi4j.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.csi4j.e2e.cluster.Clone;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the start scripts answer by themselves: a second JVM would not fit a container's memory (contract, section 7). */
class StartScriptIT {
    private static final int JVM_WAS_STARTED = 42;

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
            program                   | arguments                                                                | starts a JVM
            csi-node-driver-registrar | --mode=kubelet-registration-probe --kubelet-registration-path=/s         | false
            csi-node-driver-registrar | -mode=kubelet-registration-probe -kubelet-registration-path=/s           | false
            csi-node-driver-registrar | --mode=kubelet-registration-probe                                        | true
            csi-node-driver-registrar | --mode=kubelet-registration-probe --kubelet-registration-path=           | true
            csi-node-driver-registrar | --mode=kubelet-registration-probe --kubelet-registration-path=/s --no    | true
            csi-node-driver-registrar | --kubelet-registration-path=/s                                           | true
            csi-node-driver-registrar | --version                                                                | false
            csi-provisioner           | --version                                                                | false
            csi-attacher              | -version                                                                 | false
            csi-resizer               | --version=true                                                           | false
            csi-resizer               | --version=false                                                          | true
            csi-provisioner           | --version --v=2                                                          | true
            """)
    void onlyWhatIsExactlyKnownNeedsNoJvm(String program, String arguments, boolean startsJvm) throws Exception {
        List<String> command =
                new ArrayList<>(List.of(Clone.own().program(program).toString()));
        command.addAll(List.of(arguments.split(" ", -1)));
        ProcessBuilder script = new ProcessBuilder(command).redirectErrorStream(true);
        script.environment().put("CSI4J_JAVA", standIn().toString());

        Process run = script.start();
        String said = new String(run.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(run.waitFor()).isEqualTo(startsJvm ? JVM_WAS_STARTED : 0);
        assertThat(said).isEqualTo(arguments.contains("version") && !startsJvm ? versionOf(program) : "");
    }

    private static String versionOf(String program) throws IOException {
        Path script = Clone.own().program(program);
        return script + " " + Files.readString(script.resolveSibling("../lib/version"));
    }

    /** In place of a JVM. */
    private Path standIn() throws IOException {
        Path script = Files.writeString(folder.resolve("java"), "#!/bin/sh\nexit " + JVM_WAS_STARTED + "\n");
        return Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
    }
}
