package io.csi4j.testkit.rules;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HouseRulesTest {
    private static final List<String> BROKEN = HouseRules.ofThisModule()
            .pure("io.csi4j.controller.storage")
            .violationsIn(
                    new ClassFileImporter().importPackages("io.csi4j.liveness.broken", "io.csi4j.controller.broken"));

    @TempDir
    Path module;

    @Test
    void thisModuleKeepsTheRules() {
        HouseRules.ofThisModule().check();
    }

    /** Checked from here, because the sidecar kit lies below the test kit. */
    @Test
    void theSidecarKitKeepsTheRules() {
        HouseRules.of(Path.of("../sidecar-kit")).check();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<io.csi4j.liveness.broken.EventHelper.above> has type <io.csi4j.controller.broken.Above>",
                "Cycle detected: Slice controller.broken",
                "calls method <java.lang.System.exit(int)>",
                "calls method <java.lang.Thread.sleep(long)>",
                "calls method <java.lang.Math.random()>",
                "calls method <java.time.Instant.now()>",
                "Field <io.csi4j.liveness.broken.EventHelper.field> has raw type java.util.Optional",
                "processAll(int, int, int, int, int, int) has more than 5 parameters",
                "bindPvc(java.util.Optional) has more than 5 parameters or an Optional one",
                "processAll(int, int, int, int, int, int) says too little",
                "bindPvc(java.util.Optional) says too little",
                "the name of io.csi4j.liveness.broken.EventHelper contains 'helper'",
                "package io.csi4j.liveness.broken has no @NullMarked package-info"
            })
    void everyRuleOnClassesBites(String violation) {
        assertThat(BROKEN).anySatisfy(line -> assertThat(line).contains(violation));
    }

    @Test
    void aPureRoomMayNotReachOut() {
        List<String> violations = HouseRules.ofThisModule()
                .pure("io.csi4j.testkit.apiserver")
                .violationsIn(new ClassFileImporter().importPackages("io.csi4j.testkit.apiserver"));

        assertThat(violations)
                .anySatisfy(line -> assertThat(line).contains("ApiCall", "java.net.URI"))
                .anySatisfy(line -> assertThat(line).contains("Writes", "io.csi4j.sidecar.launch.Ticker"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', useHeadersInDisplayName = true, textBlock = """
        file              | text                                              | violation
        Long.java         | LINES                                             | has more than 350 lines
        Later.java        | // TO-DO: finish this                             | has a to-do without an issue
        package-info.java | package x;                                        | is no sign
        Mine.java         | /** @AUTHOR me */                                 | names an author
        """)
    void everyRuleOnSourcesBites(String file, String text, String violation) throws IOException {
        Path folder = Files.createDirectories(module.resolve("src/main/java"));
        String body = text.replace("LINES", "\n".repeat(351))
                .replace("TO-DO", "TO" + "DO")
                .replace("AUTHOR", "author");
        Files.writeString(folder.resolve(file), body);

        assertThat(new SourceRules(module).violations())
                .singleElement()
                .asString()
                .contains(file, violation);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
        name             | words
        LeaderLease      | leader,lease
        CSINodeInfo      | csi,node,info
        PVCs             | pv,cs
        V1Data           | v1,data
        MAX_PATH_BYTES   | max,path,bytes
        """)
    void namesAreReadByTheirWords(String name, String words) {
        assertThat(String.join(",", NameRules.words(name))).isEqualTo(words);
    }
}
