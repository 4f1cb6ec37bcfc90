package io.csi4j.nfs.volumeid;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VolumeIdTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", emptyValue = "", useHeadersInDisplayName = true, textBlock = """
        id                                         | server         | export | sub     | uuid  | onDelete
        s/export/pvc-1                             | s              | export | pvc-1   | ''    | ''
        s/a/b/pvc-1                                | s              | a/b    | pvc-1   | ''    | ''
        s#export#pvc-1                             | s              | export | pvc-1   | ''    | ''
        s#export#pvc-1#                            | s              | export | pvc-1   | ''    | ''
        s#export#n/c#pvc-1                         | s              | export | n/c     | pvc-1 | ''
        s#a/b#pvc-1##                              | s              | a/b    | pvc-1   | ''    | ''
        s##pvc-1##                                 | s              | ''     | pvc-1   | ''    | ''
        srv#share#ns/app#pvc-1#retain              | srv            | share  | ns/app  | pvc-1 | retain
        s#a/b#n/c#pvc-1#Retain                     | s              | a/b    | n/c     | pvc-1 | Retain
        s#share#pvc-1##archive                     | s              | share  | pvc-1   | ''    | archive
        nfs-server.default.svc.cluster.local#x#p## | nfs-server.default.svc.cluster.local | x | p | '' | ''
        127.0.0.1#x#p##                            | 127.0.0.1      | x      | p       | ''    | ''
        fd00::1#x#pvc-1##                          | fd00::1        | x      | pvc-1   | ''    | ''
        s#x#p#u#delete#tail                        | s              | x      | p       | u     | delete
        s#x#foo..bar##                             | s              | x      | foo..bar | ''   | ''
        s#x#...##                                  | s              | x      | ...     | ''    | ''
        s.local/share##                            | s.local/share  | ''     | ''      | ''    | ''
        """)
    void everyWrittenFormIsRead(String id, String server, String export, String sub, String uuid, String onDelete) {
        assertThat(VolumeId.parse(id)).contains(new VolumeId(server, export, sub, uuid, onDelete));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "server",
                "server/base",
                "server#base",
                "/base/sub",
                "s#x#../y##",
                "s#../x#y##",
                "s#x#y#../z#",
                "s#x#a\\..\\b##",
                "s/a/../b/pvc-1",
                "fake-vol-id"
            })
    void anIdOfNoKnownFormOrThatClimbsIsRefused(String id) {
        assertThat(VolumeId.parse(id)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"s#x###", "s#x#/#pvc-1#", "s#x#.#pvc-1#", "s#x#/.//#pvc-1#", "s.local/share##"})
    void anIdThatNamesTheRootOfTheShareHasNoDirectory(String id) {
        assertThat(VolumeId.parse(id).orElseThrow().directory()).isEmpty();
    }

    @Test
    void fiveFieldsAreWrittenAlways() {
        assertThat(new VolumeId("s", "", "pvc-1", "", "")).hasToString("s##pvc-1##");
        assertThat(new VolumeId("s", "a/b", "n/c", "pvc-1", "Retain")).hasToString("s#a/b#n/c#pvc-1#Retain");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
        id                | share          | directory
        s##pvc-1##        | s:/            | /pvc-1
        s#a/b#pvc-1##     | s:/a/b         | /pvc-1
        s#a/b#n/c#pvc-1#  | s:/a/b         | /n/c
        s/a/b/pvc-1       | s:/a/b         | /pvc-1
        fd00::1#x#pvc-1## | [fd00::1]:/x   | /pvc-1
        [fd00::1]#x#p##   | [fd00::1]:/x   | /p
        s#x#./a//b/##     | s:/x           | /a/b
        """)
    void idLeadsToShareAndDirectory(String id, String share, String directory) {
        VolumeId parsed = VolumeId.parse(id).orElseThrow();

        assertThat(parsed.share()).hasToString(share);
        assertThat(parsed.directory().orElseThrow()).hasToString(directory);
    }
}
