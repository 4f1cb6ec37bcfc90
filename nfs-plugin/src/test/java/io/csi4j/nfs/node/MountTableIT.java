package io.csi4j.nfs.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How a target is named in the kernel's table when there are links in its path. */
class MountTableIT {
    private Path real;
    private Path link;

    @BeforeEach
    void linkFolder(@TempDir Path folder) throws Exception {
        real = Files.createDirectories(folder.toRealPath().resolve("real/pods"));
        link = Files.createSymbolicLink(folder.resolve("link"), real);
    }

    @Test
    void foldersThatAreLinksAreResolved() throws Exception {
        Files.createDirectories(real.resolve("pod/mount"));

        assertThat(MountTable.pointOf(link + "/pod/mount")).isEqualTo(real + "/pod/mount");
    }

    @Test
    void whatIsNotThereYetIsNamedAsItWillBe() {
        assertThat(MountTable.pointOf(link + "/pod/volumes/mount/")).isEqualTo(real + "/pod/volumes/mount");
    }

    @Test
    void theTargetItselfIsNotFollowed() throws Exception {
        Files.createSymbolicLink(real.resolve("mount"), Path.of("/nowhere"));

        assertThat(MountTable.pointOf(link + "/mount")).isEqualTo(real + "/mount");
    }
}
