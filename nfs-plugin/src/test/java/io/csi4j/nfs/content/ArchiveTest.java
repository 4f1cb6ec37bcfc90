package io.csi4j.nfs.content;

import static org.assertj.core.api.Assertions.assertThat;

import io.csi4j.nfs.volumeid.SnapshotId;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where archives lie on a share: contract 3.7. */
class ArchiveTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
        snapshot | source  | compressed          | plain
        snap-1   | pvc-1   | /snap-1/pvc-1.tar.gz | /snap-1/pvc-1.tar
        snap-1   | ns/app  | /snap-1/ns/app.tar.gz | /snap-1/ns/app.tar
        """)
    void aRestoreLooksForTheCompressedOneFirst(String name, String source, String compressed, String plain) {
        var id = new SnapshotId("s", "x", name, source);

        assertThat(Archive.forms(id))
                .extracting(archive -> archive.file().toString())
                .containsExactly(compressed, plain);
        assertThat(Archive.forms(id)).extracting(Archive::isCompressed).containsExactly(true, false);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
        snapshot | source
        ''       | pvc-1
        snap-1   | ''
        /        | pvc-1
        """)
    void anIdThatNamesNoPlaceHasNone(String name, String source) {
        assertThat(Archive.forms(new SnapshotId("s", "x", name, source))).isEmpty();
    }
}
