package io.csi4j.nfs.volumeid;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SnapshotParametersTest {
    private static SnapshotParameters valid(String source, Map<String, String> parameters) {
        return switch (SnapshotParameters.read(
                "snapshot-9", parameters, VolumeId.parse(source).orElseThrow())) {
            case Checked.Valid<SnapshotParameters>(var value) -> value;
            case Checked.Invalid<SnapshotParameters>(var why) -> throw new AssertionError(why);
        };
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
        source              | snapshot id
        s#a/b#pvc-1##       | s#a/b#snapshot-9#snapshot-9#pvc-1
        s#a/b#n/c#pvc-1#    | s#a/b#snapshot-9#snapshot-9#pvc-1
        s##pvc-1##          | s##snapshot-9#snapshot-9#pvc-1
        s#a/b#n/c##         | s#a/b#snapshot-9#snapshot-9#n/c
        s/a/b/pvc-1         | s#a/b#snapshot-9#snapshot-9#pvc-1
        """)
    void theArchiveLiesOnTheShareOfItsSource(String source, String id) {
        assertThat(valid(source, Map.of()).id()).hasToString(id);
    }

    @Test
    void aClassMayNameAnotherShareAndOptionsInAnyCase() {
        var parameters = valid(
                "s#a#pvc-1##", Map.of("SERVER", "/other/", "Share", "/x/y/", "mountOptions", "nfsvers=4.1,port=1"));

        assertThat(parameters.id()).hasToString("other#x/y#snapshot-9#snapshot-9#pvc-1");
        assertThat(parameters.mountOptions()).isEqualTo("nfsvers=4.1,port=1");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
        key     | value  | text
        subDir  | x      | invalid parameter "subDir"
        server  | ''     | server is required
        server  | /      | server is required
        server  | a#b    | invalid "a#b"
        share   | a/../b | invalid "a/../b"
        """)
    void aClassThatCannotWorkIsRefused(String key, String value, String text) {
        assertThat(SnapshotParameters.read(
                        "snapshot-9",
                        Map.of(key, value),
                        VolumeId.parse("s#a#pvc-1##").orElseThrow()))
                .isInstanceOfSatisfying(
                        Checked.Invalid.class,
                        invalid -> assertThat(invalid.why()).contains(text));
    }
}
