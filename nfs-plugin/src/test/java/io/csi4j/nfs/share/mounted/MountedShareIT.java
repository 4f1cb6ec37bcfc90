package io.csi4j.nfs.share.mounted;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.csi4j.nfs.child.Children;
import io.csi4j.nfs.content.ContentContract;
import io.csi4j.nfs.share.Budget;
import io.csi4j.nfs.share.MountOptions;
import io.csi4j.nfs.share.Share;
import io.csi4j.nfs.share.ShareContract;
import io.csi4j.nfs.share.ShareFault;
import io.csi4j.nfs.share.ShareTarget;
import io.csi4j.nfs.share.ShareTreesContract;
import io.csi4j.nfs.share.Way;
import io.csi4j.nfs.volumeid.ShareAddress;
import io.csi4j.sidecar.launch.Ticker;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The contract of a share through the child processes of the mounted way, on a plain folder: the kernel of a build
 * machine may have no NFS client. With real mounts it runs on the VM node.
 */
class MountedShareIT implements ShareContract, ShareTreesContract, ContentContract {
    private static final Children CHILDREN = new Children(16, 8);

    @TempDir
    Path folder;

    @AfterAll
    static void stop() {
        CHILDREN.close();
    }

    @Override
    public Way way() {
        return new Way() {
            @Override
            public Share open(ShareTarget target, Budget budget) {
                return new MountedShare(folder, target.address().server(), CHILDREN, budget, () -> {});
            }

            @Override
            public void close() {}
        };
    }

    @Override
    public ShareTarget target() {
        return new ShareTarget(ShareAddress.of("127.0.0.1", "share"), MountOptions.NONE);
    }

    @Override
    public Path folder() {
        return folder;
    }

    @Test
    void aMountThatFailsTellsTheTextAndLeavesNothing() {
        var way = new MountedWay(folder, CHILDREN, () -> "tag");
        var nobody = new ShareTarget(ShareAddress.of("127.0.0.1", "share"), MountOptions.of(List.of("port=9")));

        assertThatThrownBy(() -> way.open(nobody, Budget.of(Duration.ofSeconds(20), Ticker.system())))
                .isInstanceOf(ShareFault.class)
                .hasMessageContaining("mount");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void aWorkingDirectoryThatIsMissingIsMadeWithItsParents() {
        Path work = folder.resolve("not/there/yet");
        var way = new MountedWay(work, CHILDREN, () -> "tag");
        var nobody = new ShareTarget(ShareAddress.of("127.0.0.1", "share"), MountOptions.of(List.of("port=9")));

        assertThatThrownBy(() -> way.open(nobody, Budget.of(Duration.ofSeconds(20), Ticker.system())))
                .isInstanceOf(ShareFault.class);
        assertThat(work).isEmptyDirectory();
    }

    @Test
    void aDirectoryThatIsThereIsNeverTakenForOurMount() throws Exception {
        Files.createDirectory(folder.resolve("csi-nfs-tag"));
        var way = new MountedWay(folder, CHILDREN, () -> "tag");

        assertThatThrownBy(() -> way.open(target(), Budget.of(Duration.ofSeconds(20), Ticker.system())))
                .hasMessageContaining("no mount directory can be made");
    }
}
