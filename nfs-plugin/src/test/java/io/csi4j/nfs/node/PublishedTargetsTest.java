package io.csi4j.nfs.node;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.csi4j.nfs.rpc.Refused;
import org.junit.jupiter.api.Test;

class PublishedTargetsTest {
    private static final MountTable NO_MOUNTS = MountTable.parse("");

    private final PublishedTargets targets = new PublishedTargets();

    private void addOnly(String volume, String target) throws Refused {
        targets.addOnly(volume, target, "s:/x", NO_MOUNTS);
    }

    @Test
    void aSingleWriterHasOneTarget() throws Refused {
        addOnly("v", "/a");

        assertThatCode(() -> addOnly("v", "/a")).doesNotThrowAnyException();
        assertThatThrownBy(() -> addOnly("v", "/b"))
                .isInstanceOf(Refused.class)
                .hasMessageContaining("one target only");
        assertThatCode(() -> addOnly("w", "/b")).doesNotThrowAnyException();
    }

    @Test
    void otherModesHaveAsManyAsTheyLike() {
        targets.add("v", "/a");

        assertThatCode(() -> targets.add("v", "/b")).doesNotThrowAnyException();
    }

    @Test
    void aSingleWriterIsRefusedWhereOthersAre() {
        targets.add("v", "/a");

        assertThatThrownBy(() -> addOnly("v", "/b")).isInstanceOf(Refused.class);
    }

    @Test
    void anUnpublishedTargetMakesRoom() throws Refused {
        addOnly("v", "/a");
        targets.remove("v", "/a");

        assertThatCode(() -> addOnly("v", "/b")).doesNotThrowAnyException();
    }
}
