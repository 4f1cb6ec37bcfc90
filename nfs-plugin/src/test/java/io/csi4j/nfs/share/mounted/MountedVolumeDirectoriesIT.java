package io.csi4j.nfs.share.mounted;

import io.csi4j.nfs.child.Children;
import io.csi4j.nfs.share.Access;
import io.csi4j.nfs.share.Budget;
import io.csi4j.nfs.share.MountOptions;
import io.csi4j.nfs.share.Share;
import io.csi4j.nfs.share.ShareTarget;
import io.csi4j.nfs.share.Shares;
import io.csi4j.nfs.share.VolumeDirectories;
import io.csi4j.nfs.share.VolumeDirectoriesContract;
import io.csi4j.nfs.share.Way;
import io.csi4j.nfs.volumeid.ShareAddress;
import io.csi4j.sidecar.launch.Ticker;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** The directories of volumes through the child processes of the mounted way, on a plain folder. */
class MountedVolumeDirectoriesIT implements VolumeDirectoriesContract {
    private static final int CHILDREN = 128;

    @TempDir
    Path folder;

    private final Children children = new Children(CHILDREN, CHILDREN);
    private VolumeDirectories directories;

    @BeforeEach
    void open() {
        Way way = new Way() {
            @Override
            public Share open(ShareTarget target, Budget budget) {
                return new MountedShare(folder, target.address().server(), children, budget, () -> {});
            }

            @Override
            public void close() {}
        };
        directories = new VolumeDirectories(
                new Shares(Access.MOUNTED, way, way),
                Ticker.system(),
                () -> UUID.randomUUID().toString());
    }

    @AfterEach
    void close() {
        directories.close();
        children.close();
    }

    @Override
    public VolumeDirectories directories() {
        return directories;
    }

    @Override
    public ShareTarget target() {
        return new ShareTarget(ShareAddress.of("127.0.0.1", "share"), MountOptions.NONE);
    }

    @Override
    public Path folder() {
        return folder;
    }
}
