package io.csi4j.sidecar.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LocalZoneTest {
    @ParameterizedTest
    @CsvSource(nullValues = "-", textBlock = """
                # JVM         , TZ             , machine       , is UTC
                -             , -              , UTC           , true
                -             , -              , Etc/UTC       , true
                -             , -              , Europe/Berlin , false
                -             , -              , ''            , false
                -             , ''             , Europe/Berlin , true
                -             , UTC            , Europe/Berlin , true
                -             , :UTC           , Europe/Berlin , true
                -             , :              , Europe/Berlin , true
                -             , Etc/UTC        , ''            , true
                -             , Europe/Berlin  , UTC           , false
                ''            , Europe/Berlin  , UTC           , false
                UTC           , Europe/Berlin  , Europe/Berlin , true
                Europe/Berlin , UTC            , UTC           , false
                """)
    void theFirstThatSaysAnythingCounts(String setting, String variable, String machine, boolean expected) {
        assertThat(LocalZone.isUtc(setting, variable, machine)).isEqualTo(expected);
    }

    @Test
    void aMachineNamesItsZoneByALink(@TempDir Path folder) throws IOException {
        Path berlin = Files.createSymbolicLink(folder.resolve("a"), Path.of("../usr/share/zoneinfo/Europe/Berlin"));
        Path elsewhere = Files.createSymbolicLink(folder.resolve("b"), Path.of("/somewhere"));
        Path copied = Files.writeString(folder.resolve("c"), "TZif");

        assertThat(LocalZone.nameOf(berlin)).isEqualTo("Europe/Berlin");
        assertThat(LocalZone.nameOf(elsewhere)).isEmpty();
        assertThat(LocalZone.nameOf(copied)).isEmpty();
        assertThat(LocalZone.nameOf(folder.resolve("none"))).isEqualTo("UTC");
    }
}
