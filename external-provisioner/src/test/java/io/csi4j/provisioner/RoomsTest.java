package io.csi4j.provisioner;

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
            .importPackages("io.csi4j.provisioner");

    @Test
    void theHouseRulesHoldAndTheDecidingRoomsArePure() {
        HouseRules.ofThisModule()
                .pure("io.csi4j.provisioner.capacity", "io.csi4j.provisioner.request", "io.csi4j.provisioner.topology")
                .check();
    }

    @Test
    void roomsKnowOnlyWhatLiesBelowThem() {
        forbid("capacity", "request", "volume", "source", "claim", "ownership", "capacity.upkeep");
        forbid("capacity.upkeep", "request", "source", "claim", "ownership");
        forbid("request", "topology", "volume", "source", "claim", "ownership", "capacity", "capacity.upkeep");
        forbid("topology", "request", "volume", "source", "claim", "ownership", "capacity", "capacity.upkeep");
        forbid("volume", "topology", "source", "claim", "ownership", "capacity", "capacity.upkeep");
        forbid("source", "topology", "volume", "claim", "ownership", "capacity", "capacity.upkeep");
        forbid("ownership", "source", "claim", "capacity", "capacity.upkeep");
        forbid("claim", "capacity", "capacity.upkeep");
    }

    @Test
    void noRoomKnowsTheProgram() {
        noClasses()
                .that()
                .resideInAPackage("io.csi4j.provisioner.*..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.csi4j.provisioner")
                .check(classes);
    }

    private void forbid(String room, String... others) {
        for (String other : others) {
            noClasses()
                    .that()
                    .resideInAPackage("io.csi4j.provisioner." + room)
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage("io.csi4j.provisioner." + other)
                    .check(classes);
        }
    }
}
