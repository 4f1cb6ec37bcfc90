package io.csi4j.nfs.volumeid;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SnapshotIdTest {
    @Test
    void fiveFieldsMakeASnapshotId() {
        assertThat(SnapshotId.parse("s#a/b#snapshot-9#snapshot-9#pvc-1"))
                .contains(new SnapshotId("s", "a/b", "snapshot-9", "pvc-1"));
    }

    @Test
    void theNameIsWrittenTwice() {
        assertThat(new SnapshotId("s", "a/b", "snapshot-9", "pvc-1")).hasToString("s#a/b#snapshot-9#snapshot-9#pvc-1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "s#b#n",
                "s#b#n#n#src#more",
                "s#../b#n#n#src",
                "s#b#../n#n#src",
                "s#b#n#../n#src",
                "s#b#n#n#../src",
                "s#b#n#n#a\\..\\b"
            })
    void otherCountsAndClimbingAreRefused(String id) {
        assertThat(SnapshotId.parse(id)).isEmpty();
    }
}
