package io.csi4j.attacher;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.csi4j.testkit.rules.HouseRules;
import org.junit.jupiter.api.Test;

/** The walls between the rooms, as their signs say. */
class RoomsTest {
    private final JavaClasses classes = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.csi4j.attacher");

    @Test
    void theHouseRulesHoldAndTheDecidingRoomIsPure() {
        HouseRules.ofThisModule().pure("io.csi4j.attacher.request").check();
    }

    @Test
    void roomsKnowOnlyWhatLiesBelowThem() {
        forbid("request", "volume", "attachment", "published");
        forbid("volume", "attachment", "published");
        forbid("attachment", "published");
    }

    @Test
    void noRoomKnowsTheProgram() {
        noClasses()
                .that()
                .resideInAPackage("io.csi4j.attacher.*..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.csi4j.attacher")
                .check(classes);
    }

    private void forbid(String room, String... others) {
        for (String other : others) {
            noClasses()
                    .that()
                    .resideInAPackage("io.csi4j.attacher." + room)
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage("io.csi4j.attacher." + other)
                    .check(classes);
        }
    }
}
