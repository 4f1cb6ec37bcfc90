package io.csi4j.samples;

import io.csi4j.testkit.rules.HouseRules;
import org.junit.jupiter.api.Test;

class HouseRulesTest {
    @Test
    void theSamplesKeepTheHouseRules() {
        HouseRules.ofThisModule().check();
    }
}
