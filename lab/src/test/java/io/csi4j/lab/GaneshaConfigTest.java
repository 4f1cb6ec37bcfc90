package io.csi4j.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class GaneshaConfigTest {
    @Test
    void eachExportHasItsOwnIdAndRights() {
        NfsExport open = NfsExport.of("/a", Path.of("/x/a"));
        NfsExport closed = NfsExport.of("/b", Path.of("/x/b")).readOnly().squashingRoot();

        String text = new GaneshaConfig(2049, "0,1", Path.of("/state"), List.of(open, closed)).text();

        assertThat(text)
                .contains("NFS_Port = 2049;", "Minor_Versions = 0,1;", "RecoveryRoot = \"/state/recovery\";")
                .containsSubsequence(
                        "Export_Id = 1;",
                        "Path = \"/x/a\";",
                        "Pseudo = \"/a\";",
                        "RW;",
                        "No_Root_Squash;",
                        "Export_Id = 2;",
                        "Path = \"/x/b\";",
                        "Pseudo = \"/b\";",
                        "RO;",
                        "Root_Squash;");
    }

    @Test
    void aShareWithoutASlashIsRefused() {
        assertThatThrownBy(() -> NfsExport.of("a", Path.of("/x")))
                .isInstanceOf(LabException.class)
                .hasMessage("need a share of the form /name, got a");
    }
}
