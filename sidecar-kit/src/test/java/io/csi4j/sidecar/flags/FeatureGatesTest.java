package io.csi4j.sidecar.flags;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.csi4j.sidecar.flags.FeatureGates.Gate;
import io.csi4j.sidecar.launch.Exit;
import io.csi4j.sidecar.launch.StartupException;
import io.csi4j.sidecar.log.Logging;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FeatureGatesTest {
    private static final FeatureGates GATES = FeatureGates.of(
            Gate.alpha("Alpha"),
            Gate.beta("BetaOn", true),
            Gate.beta("BetaOff", false),
            Gate.ga("Stable"),
            Gate.locked("Locked"),
            Gate.removed("Gone"));

    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
            asked                     | gate    | on    | set
            ''                        | Alpha   | false | false
            ''                        | BetaOn  | true  | false
            ''                        | Stable  | true  | false
            ''                        | Locked  | true  | false
            Alpha=true                | Alpha   | true  | true
            BetaOn=false              | BetaOn  | false | true
            Stable=false              | Stable  | false | true
            Locked=true               | Locked  | true  | true
            AllAlpha=true             | Alpha   | true  | false
            AllAlpha=true,Alpha=false | Alpha   | false | true
            AllAlpha=true             | BetaOff | false | false
            AllBeta=true              | BetaOff | true  | false
            AllBeta=false             | BetaOn  | false | false
            AllBeta=false             | Stable  | true  | false
            """)
    void theUserSwitchesWhatIsNotLocked(String asked, String gate, boolean on, boolean set) {
        FeatureGates.Choice choice = GATES.choose(GoMaps.gates(asked), Exit.FAILURE);

        assertThat(choice.enabled(gate)).isEqualTo(on);
        assertThat(choice.isSet(gate)).isEqualTo(set);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
            gate    | exit    | message
            Unknown | FAILURE | unrecognized feature gate: Unknown
            Unknown | FATAL   | unrecognized feature gate: Unknown
            Locked  | FAILURE | cannot set feature gate Locked to false, feature is locked to true
            """)
    void anUnknownOrLockedGateEndsTheProgramAsItChooses(String gate, Exit exit, String message) {
        var refused = catchThrowableOfType(StartupException.class, () -> GATES.choose(Map.of(gate, false), exit));

        assertThat(refused.exit()).isEqualTo(exit);
        assertThat(refused).hasMessage(message);
    }

    @Test
    void aRemovedGateOnlyWarns() {
        List<String> lines = new ArrayList<>();
        FeatureGates.Choice choice;

        try (var redirect = Logging.redirect(lines::add)) {
            assertThat(redirect).isNotNull();
            choice = GATES.choose(Map.of("Gone", true), Exit.FATAL);
        }

        assertThat(choice.enabled("Gone")).isFalse();
        assertThat(lines).singleElement().asString().startsWith("W").endsWith("gate=\"Gone\"");
    }

    @Test
    void askingForAGateNobodyDeclaredIsABug() {
        FeatureGates.Choice choice = GATES.choose(Map.of(), Exit.FAILURE);

        assertThatIllegalArgumentException().isThrownBy(() -> choice.enabled("Nope"));
    }

    @Test
    void theUsageNamesTheGates() {
        Flags flags = new Flags("prog", "");

        GATES.flag(flags);

        assertThat(flags.usage())
                .contains("\tAlpha=true|false (ALPHA, default false)", "\tBetaOn=true|false (BETA, default true)")
                .doesNotContain("Gone");
    }
}
