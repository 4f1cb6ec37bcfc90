package io.csi4j.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.csi4j.e2e.cluster.NfsInstallation;
import io.csi4j.e2e.cluster.NfsNode;
import io.csi4j.e2e.story.DynamicVolumeStory;
import io.csi4j.e2e.story.InlineVolumeStory;
import io.csi4j.e2e.story.StatefulSetStory;
import io.csi4j.e2e.story.StaticVolumeStory;
import io.csi4j.e2e.story.Teller;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Stories 1 to 5 with pods on a real node and a kernel NFS mount. */
@ExtendWith({InstalledOnce.class, NodeOnce.class})
class PodStoriesE2E {
    private final NfsInstallation installation;
    private final NfsNode node;

    PodStoriesE2E(NfsInstallation installation, NfsNode node) {
        this.installation = installation;
        this.node = node;
    }

    @Test
    void aStaticVolumeIsSharedByTwoPods() {
        new StaticVolumeStory(installation).tell(Teller.silent());
    }

    @Test
    void aDynamicVolumeIsWrittenByAPodAndGoesOrStaysAsItsPolicySays() {
        new DynamicVolumeStory(installation).tell(Teller.silent());
    }

    @Test
    void aStatefulSetKeepsAVolumeForEachReplica() {
        new StatefulSetStory(installation).tell(Teller.silent());
    }

    @Test
    void anInlineVolumeIsMountedAndNothingOfItIsDeleted() {
        new InlineVolumeStory(installation).tell(Teller.silent());
    }

    @Test
    void theNodeCarriesTheDriversNameAndNodeId() {
        String name = node.machine().name();
        String entry = "{.spec.drivers[?(@.name==\"" + NfsInstallation.DRIVER + "\")].nodeID}";
        String nodeIds = "{.metadata.annotations.csi\\.volume\\.kubernetes\\.io/nodeid}";

        assertThat(installation.kubectl().get("", "csinode/" + name, entry)).isEqualTo(name);
        assertThat(installation.kubectl().get("", "node/" + name, nodeIds))
                .contains("\"" + NfsInstallation.DRIVER + "\":\"" + name + "\"");
    }
}
