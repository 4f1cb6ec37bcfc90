package io.csi4j.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LabCacheTest {
    @Test
    void anAnswerNamesOneFileALine() {
        assertThat(LabCache.parse("etcd\t/c/bin/etcd\nkubectl\t/c/bin/kubectl\n"))
                .isEqualTo(Map.of("etcd", Path.of("/c/bin/etcd"), "kubectl", Path.of("/c/bin/kubectl")));
    }

    @Test
    void aProgramThatWasNotBuiltIsAnErrorThatNamesIt() {
        assertThatThrownBy(() -> LabCache.need(Map.of("etcd", Path.of("/e")), "kubelet"))
                .isInstanceOf(LabException.class)
                .hasMessage("need kubelet from the lab's build, found only [etcd]");
    }
}
