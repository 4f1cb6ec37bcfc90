package io.csi4j.nfs.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.csi4j.nfs.child.Children;
import io.csi4j.nfs.rpc.Refused;
import io.csi4j.nfs.share.Budget;
import io.csi4j.nfs.share.MountOptions;
import io.csi4j.nfs.volumeid.Permissions;
import io.csi4j.sidecar.launch.Ticker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is done to a mounted target, on plain folders and a tmpfs: a build machine may have no NFS client. */
class NodeMountsIT {
    private static final Children CHILDREN = new Children(16, 8);

    private final NodeMounts mounts = new NodeMounts(CHILDREN, true);

    @TempDir
    Path target;

    @AfterAll
    static void stop() {
        CHILDREN.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
        before | wanted
        0755   | 02770
        02770  | 0770
        0700   | 01777
        0777   | 0777
        """)
    void theModeOfAVolumeIsSetWithAllItsBits(String before, String wanted) throws Exception {
        run("chmod", "0" + before, target.toString());

        setMode(wanted);

        assertThat(modeOf(target)).isEqualTo(bits(wanted));
    }

    /** A read-only file system tells a chmod from none: it refuses even one that changes nothing. */
    @Test
    void aModeThatIsThereAlreadyIsNotSetAgain() throws Exception {
        run("mount", "-t", "tmpfs", "-o", "ro,mode=02750", "volume", target.toString());
        try {
            assertThatCode(() -> setMode("02750")).doesNotThrowAnyException();
            assertThatThrownBy(() -> setMode("0750"))
                    .isInstanceOf(Refused.class)
                    .hasMessageContaining("mountPermissions not set")
                    .hasMessageContaining("Read-only file system");
        } finally {
            run("umount", target.toString());
        }
    }

    private void setMode(String mode) throws Refused {
        var volume = new VolumeAttributes("s", "s:/x", MountOptions.NONE, new Permissions(bits(mode)));
        mounts.setMode(volume, target.toString(), Budget.of(Duration.ofSeconds(30), Ticker.system()));
    }

    private static int bits(String mode) {
        return Integer.parseInt(mode, 8);
    }

    private static int modeOf(Path path) throws IOException {
        return (int) Files.getAttribute(path, "unix:mode") & 07777;
    }

    private static void run(String... command) throws IOException, InterruptedException {
        assertThat(new ProcessBuilder(command).inheritIO().start().waitFor()).isZero();
    }
}
