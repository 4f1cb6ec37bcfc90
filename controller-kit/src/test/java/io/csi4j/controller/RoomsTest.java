package io.csi4j.controller;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.csi4j.testkit.rules.HouseRules;
import org.junit.jupiter.api.Test;

/** The walls of this kit: those of the house, and what the signs of its rooms add. */
class RoomsTest {
    private static final JavaClasses KIT = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.csi4j.controller");

    @Test
    void theKitFollowsTheHouseRules() {
        HouseRules.ofThisModule()
                .pure("io.csi4j.controller.storage", "io.csi4j.controller.intree", "io.csi4j.controller.request")
                .check();
    }

    @Test
    void onlyApiAndCodecKnowJson() {
        noClasses()
                .that()
                .resideOutsideOfPackages("..controller.api", "..controller.codec")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("com.google.gson..")
                .check(KIT);
    }

    @Test
    void theCodecKnowsNoKinds() {
        noClasses()
                .that()
                .resideInAPackage("..controller.codec")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("..controller.api")
                .check(KIT);
    }

    @Test
    void nobodyKnowsTheModelsOfTheClient() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.kubernetes.client.openapi..")
                .check(KIT);
    }
}
