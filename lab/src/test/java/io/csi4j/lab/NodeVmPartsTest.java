package io.csi4j.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class NodeVmPartsTest {
    private static final Map<String, Path> IMAGE =
            Map.of("disk", Path.of("/c/disk"), "kernel", Path.of("/c/kernel"), "initrd", Path.of("/c/initrd"));

    @Test
    void theSharedDiskIsNeverWrittenAndTheDrivesFollowIt() {
        List<Path> drives = List.of(Path.of("/w/settings.tar"), Path.of("/w/a,b.img"));

        var arguments = new QemuArguments(IMAGE, NodeVmOptions.standard(), drives, Map.of(20_000, 10_250)).list();

        assertThat(arguments)
                .containsSubsequence(
                        "file=/c/disk,if=virtio,format=raw,snapshot=on,cache=unsafe",
                        "file=/w/settings.tar,if=virtio,format=raw,readonly=on",
                        "file=/w/a,,b.img,if=virtio,format=raw,readonly=on",
                        "user,id=net,hostfwd=tcp:127.0.0.1:20000-:10250");
    }

    @Test
    void settingsAreShellAssignmentsWithTheLabelsInOrder() {
        String settings = NodeDrives.settings("node-1", Map.of("zone", "z1", "disk", "ssd"), 6443);

        assertThat(settings.lines()).containsExactly("NODE='node-1'", "API_PORT='6443'", "LABELS='disk=ssd,zone=z1'");
    }

    @Test
    void theShellsAnswerEndsWithItsExitCode() {
        assertThat(NodeShell.parse("one\ntwo\nlab-exit:3\n")).isEqualTo(new NodeShell.Answer(3, "one\ntwo\n"));
    }

    @Test
    void anAnswerThatBreaksOffIsAnError() {
        assertThatThrownBy(() -> NodeShell.parse("one\n"))
                .isInstanceOf(LabException.class)
                .hasMessageContaining("broke off after: one");
    }
}
