package io.csi4j.resizer;

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
            .importPackages("io.csi4j.resizer");

    @Test
    void theHouseRulesHoldAndTheDecidingRoomIsPure() {
        HouseRules.ofThisModule().pure("io.csi4j.resizer.status").check();
    }

    @Test
    void roomsKnowOnlyWhatLiesBelowThem() {
        forbid("status", "claim", "expand", "modify");
        forbid("claim", "expand", "modify");
        forbid("expand", "modify");
        forbid("modify", "expand");
    }

    @Test
    void noRoomKnowsTheProgram() {
        noClasses()
                .that()
                .resideInAPackage("io.csi4j.resizer.*..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.csi4j.resizer")
                .check(classes);
    }

    private void forbid(String room, String... others) {
        for (String other : others) {
            noClasses()
                    .that()
                    .resideInAPackage("io.csi4j.resizer." + room)
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage("io.csi4j.resizer." + other)
                    .check(classes);
        }
    }
}
