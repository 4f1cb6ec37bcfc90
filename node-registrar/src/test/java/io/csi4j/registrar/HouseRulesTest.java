package io.csi4j.registrar;

import io.csi4j.testkit.rules.HouseRules;
import org.junit.jupiter.api.Test;

class HouseRulesTest {
    @Test
    void theHouseRulesHold() {
        HouseRules.ofThisModule().check();
    }
}
