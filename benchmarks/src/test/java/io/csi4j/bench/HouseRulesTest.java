package io.csi4j.bench;

import io.csi4j.testkit.rules.HouseRules;
import org.junit.jupiter.api.Test;

class HouseRulesTest {
    @Test
    void theMeasurementsKeepTheHouseRules() {
        HouseRules.ofThisModule()
                .pure("io.csi4j.bench.figure")
                .mayReadClocks(
                        "io.csi4j.bench", "io.csi4j.bench.cluster", "io.csi4j.bench.program", "io.csi4j.bench.row")
                .check();
    }
}
