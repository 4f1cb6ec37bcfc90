package io.csi4j.nfs.node;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.csi4j.nfs.rpc.Refused;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PublishedTargetsIT {
    @TempDir
    Path pods;

    @Test
    void whatAnEarlierLifePublishedIsKnownByKubeletsNote() throws Exception {
        Path folder = Files.createDirectories(pods.resolve("p1/volumes/kubernetes.io~csi/v"));
        Files.writeString(folder.resolve("vol_data.json"), "{\"driverName\":\"d\",\"volumeHandle\":\"s#x#v##\"}");
        MountTable mounts = MountTable.parse(
                "90 22 0:41 / " + folder.resolve("mount") + " rw,relatime shared:9 - nfs4 s:/x/v rw,vers=4.1");
        var targets = new PublishedTargets();

        assertThatThrownBy(() -> targets.addOnly("s#x#v##", "/elsewhere", "s:/x/v", mounts))
                .isInstanceOf(Refused.class)
                .hasMessageContaining(folder.toString());
        assertThatCode(() -> targets.addOnly("other", "/elsewhere", "s:/x/v", mounts))
                .doesNotThrowAnyException();
    }
}
