package io.csi4j.nfs.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.csi4j.nfs.rpc.Refused;
import io.csi4j.nfs.volumeid.Permissions;
import io.csi4j.spec.v1.NodePublishVolumeRequest;
import io.csi4j.spec.v1.VolumeCapability;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
        readonly | mount flags | mountOptions | mode
        false    | ''          | ''           | 0750
        false    | rw,hard     | acl          | 0750
        false    | ro          | rw           | 0750
        true     | ''          | ''           | 0
        true     | ''          | rw           | 0
        false    | hard,ro     | ''           | 0
        false    | rw          | acl,ro       | 0
        """)
    void theModeOfAReadOnlyMountIsLeftAlone(boolean readonly, String flags, String options, String mode)
            throws Refused {
        var request = request(Map.of("server", "s", "share", "/", "mountOptions", options))
                .setReadonly(readonly)
                .setVolumeCapability(VolumeCapability.newBuilder()
                        .setMount(VolumeCapability.MountVolume.newBuilder().addMountFlags(flags)));

        VolumeAttributes volume = VolumeAttributes.of(request.build(), new Permissions(0750));

        assertThat(volume.permissions()).isEqualTo(new Permissions(Integer.parseInt(mode, 8)));
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
