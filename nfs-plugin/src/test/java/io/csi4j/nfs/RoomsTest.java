package io.csi4j.nfs;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.csi4j.testkit.rules.HouseRules;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The signs of the rooms: who may know whom. */
class RoomsTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.csi4j.nfs");

    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
        room              | must not know
        ..nfs.volumeid..  | ..nfs.share..
        ..nfs.volumeid..  | ..nfs.rpc..
        ..nfs.volumeid..  | io.csi4j.sidecar..
        ..nfs.volumeid..  | io.csi4j.spec..
        ..nfs.volumeid..  | java.nio.file..
        ..nfs.volumeid..  | java.net..
        ..nfs.volumeid..  | io.grpc..
        ..nfs.child..     | ..nfs.share..
        ..nfs.child..     | ..nfs.rpc..
        ..nfs.child..     | io.grpc..
        ..nfs.share..     | ..nfs.rpc..
        ..nfs.share..     | ..nfs.controller..
        ..nfs.share..     | ..nfs.node..
        ..nfs.share..     | io.grpc..
        ..nfs.share..     | io.csi4j.spec..
        ..nfs.share..     | ..nfs.content..
        ..nfs.tar..       | ..nfs.share..
        ..nfs.tar..       | ..nfs.volumeid..
        ..nfs.tar..       | io.csi4j.sidecar..
        ..nfs.content..   | ..share.direct..
        ..nfs.content..   | ..share.mounted..
        ..nfs.content..   | ..nfs.rpc..
        ..nfs.content..   | ..nfs.controller..
        ..nfs.content..   | io.grpc..
        ..nfs.content..   | io.csi4j.spec..
        ..share.direct..  | ..share.mounted..
        ..share.direct..  | ..nfs.child..
        ..share.mounted.. | ..share.direct..
        ..nfs.rpc..       | ..nfs.controller..
        ..nfs.rpc..       | ..nfs.node..
        ..nfs.rpc..       | io.csi4j.spec..
        ..nfs.controller..| ..nfs.node..
        ..nfs.controller..| ..share.direct..
        ..nfs.controller..| ..share.mounted..
        ..nfs.node..      | ..nfs.controller..
        ..nfs..           | io.kubernetes..
        """)
    void aRoomKeepsToItsSign(String room, String other) {
        noClasses()
                .that()
                .resideInAPackage(room)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(other)
                .check(CLASSES);
    }

    @Test
    void theHouseRulesHold() {
        HouseRules.ofThisModule()
                .pure("io.csi4j.nfs.volumeid", "io.csi4j.nfs.tar")
                .check();
    }

    @Test
    void nativeCodeIsCalledByTwoRoomsOnly() {
        noClasses()
                .that()
                .resideOutsideOfPackages("..share.direct..", "..nfs.child..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("java.lang.foreign..")
                .check(CLASSES);
    }
}
