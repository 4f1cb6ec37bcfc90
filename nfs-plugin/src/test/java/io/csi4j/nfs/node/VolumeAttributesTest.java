package io.csi4j.nfs.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.csi4j.nfs.rpc.Refused;
import io.csi4j.nfs.volumeid.Permissions;
import io.csi4j.spec.v1.NodePublishVolumeRequest;
import io.csi4j.spec.v1.VolumeCapability;
import java.util.Map;
import org.junit.jupiter.api.Test;

class VolumeAttributesTest {
    @Test
    void sourceAndOptionsAreInTheOrderOfTheContract() throws Refused {
        var request = request(Map.of("SERVER", "fd00::1", "Share", "/a/", "mountOPTIONS", "hard,acl", "other", "x"))
                .setReadonly(true)
                .setVolumeCapability(VolumeCapability.newBuilder()
                        .setMount(VolumeCapability.MountVolume.newBuilder()
                                .addMountFlags("nfsvers=4.1")
                                .addMountFlags("nconnect=8")));

        VolumeAttributes volume = VolumeAttributes.of(request.build(), new Permissions(0750));

        assertThat(volume.source()).isEqualTo("[fd00::1]:/a/");
        assertThat(volume.options()).hasToString("nfsvers=4.1,nconnect=8,ro,hard,acl");
        assertThat(volume.permissions()).isEqualTo(new Permissions(0750));
    }

    @Test
    void noOptionIsAdded() throws Refused {
        VolumeAttributes volume =
                VolumeAttributes.of(request(Map.of("server", "s", "share", "/")).build(), Permissions.LEFT_ALONE);

        assertThat(volume.options().list()).isEmpty();
        assertThat(volume.source()).isEqualTo("s:/");
    }

    @Test
    void tokensAreReplacedByTheAttributesOfTheVolume() throws Refused {
        VolumeAttributes volume = VolumeAttributes.of(
                request(Map.of(
                                "server", "s",
                                "share", "/x",
                                "subDir", "${pvc.metadata.namespace}/${pvc.metadata.name}",
                                "csi.storage.k8s.io/pvc/name", "c",
                                "csi.storage.k8s.io/pvc/namespace", "n",
                                "mountPermissions", "0"))
                        .build(),
                new Permissions(0750));

        assertThat(volume.source()).isEqualTo("s:/x/n/c");
        assertThat(volume.permissions()).isEqualTo(Permissions.LEFT_ALONE);
    }

    private static NodePublishVolumeRequest.Builder request(Map<String, String> attributes) {
        return NodePublishVolumeRequest.newBuilder()
                .setVolumeId("v")
                .setTargetPath("/t")
                .putAllVolumeContext(attributes);
    }
}
