package io.csi4j.sidecar.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VerbosityTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
            vmodule              | class                 | level
            ''                   | io.csi4j.a.Claims     | 2
            Claims=5             | io.csi4j.a.Claims     | 5
            Claims=5             | io.csi4j.a.Claims$One | 5
            Claims=5             | io.csi4j.a.Volumes    | 2
            Claims=0             | io.csi4j.a.Claims     | 0
            Cl*=5                | io.csi4j.a.Claims     | 5
            Claim?=5             | io.csi4j.a.Claims     | 5
            laims=5              | io.csi4j.a.Claims     | 2
            A=1,Claims=7,C*=9    | io.csi4j.a.Claims     | 7
            io/csi4j/*=6         | io.csi4j.a.Claims     | 6
            csi4j/a/Claims=6     | io.csi4j.a.Claims     | 2
            ,Claims=5,           | io.csi4j.a.Claims     | 5
            """)
    void theFirstMatchingPatternDecidesTheLevel(String vmodule, String owner, int level) {
        assertThat(new Verbosity(2, vmodule).levelOf(owner)).isEqualTo(level);
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "x=", "=3", "x=y", "x=1=2", "x=-1"})
    void whatIsNoListOfPatternsIsRefused(String vmodule) {
        assertThatIllegalArgumentException().isThrownBy(() -> LoggingOptions.checkModules(vmodule));
    }
}
