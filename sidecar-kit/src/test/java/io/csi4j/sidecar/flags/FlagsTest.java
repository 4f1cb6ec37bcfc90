package io.csi4j.sidecar.flags;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.csi4j.sidecar.launch.Exit;
import io.csi4j.sidecar.launch.StartupException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class FlagsTest {
    private final List<String> warnings = new ArrayList<>();

    /** One flag of each kind, in the dialect under test. */
    private final class Sample {
        final Flags flags;
        final Flag<Boolean> b;
        final Flag<Integer> i;
        final Flag<String> text;
        final Flag<Long> v;
        final Flag<Map<String, String>> labels;
        final Flag<Map<String, Boolean>> gates;

        Sample(Dialect dialect) {
            flags = new Flags("prog", dialect, warnings::add);
            b = flags.bool("b", false, "a truth");
            i = flags.integer("i", 3, "a number");
            text = flags.text("text", "std", "a text");
            v = flags.natural("v", 0, "a level");
            flags.duration("wait", Duration.ofSeconds(90), "a duration");
            labels = flags.labels("labels", "some labels");
            gates = flags.gates("gates", "some switches");
        }

        Sample parse(String line) {
            flags.parse(line.isEmpty() ? new String[0] : line.split(" "));
            return this;
        }

        StartupException refuses(String line) {
            StartupException refused = catchThrowableOfType(StartupException.class, () -> parse(line));
            assertThat(refused).as(line).isNotNull();
            return refused;
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
            dialect | line            | b     | i | text
            GO      | ''              | false | 3 | std
            GO      | -b -i=5         | true  | 5 | std
            GO      | --b=false --i 5 | false | 5 | std
            GO      | -b=T -text=     | true  | 3 | ''
            GO      | -text -b        | false | 3 | -b
            GO      | -i=1 --i=2      | false | 2 | std
            GO      | -text=a=b       | false | 3 | a=b
            GO      | -b false -i=5   | true  | 3 | std
            GO      | -i=5 word -i=6  | false | 5 | std
            GO      | - -i=5          | false | 3 | std
            GO      | -- -i=5         | false | 3 | std
            PFLAG   | --b --i=5       | true  | 5 | std
            PFLAG   | --b false --i 5 | true  | 5 | std
            PFLAG   | --i=5 word -b   | true  | 5 | std
            PFLAG   | -i=5 -text x    | false | 5 | x
            PFLAG   | --i=5 -- --i=6  | false | 5 | std
            """)
    void theGrammarIsTheUnionOfBothLibraries(Dialect dialect, String line, boolean b, int i, String text) {
        Sample sample = new Sample(dialect).parse(line);

        assertThat(sample.b.value()).isEqualTo(b);
        assertThat(sample.i.value()).isEqualTo(i);
        assertThat(sample.text.value()).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-v=5", "-v 5", "-v5", "--v=5", "--v 5"})
    void theLevelHasPflagsShorthandToo(String line) {
        assertThat(new Sample(Dialect.PFLAG).parse(line).v.value()).isEqualTo(5);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', useHeadersInDisplayName = true, textBlock = """
            dialect | line           | reason
            GO      | -nope=1        | flag provided but not defined: -nope
            GO      | --nope         | flag provided but not defined: -nope
            GO      | -v5            | flag provided but not defined: -v5
            GO      | ---b           | bad flag syntax: ---b
            GO      | --=b           | bad flag syntax: --=b
            GO      | -i             | flag needs an argument: -i
            GO      | -i=x           | invalid value "x" for flag -i: parse error
            GO      | -i=99999999999 | invalid value "99999999999" for flag -i: value out of range
            GO      | -b=x           | invalid boolean value "x" for -b: parse error
            GO      | -b=            | invalid boolean value "" for -b: parse error
            GO      | -wait=15       | invalid value "15" for flag -wait: time: missing unit in duration "15"
            GO      | -labels=a      | invalid value "a" for flag -labels: expected key:value, got "a"
            GO      | -labels=a:b,   | invalid value "a:b," for flag -labels: expected key:value, got ""
            GO      | -labels=       | invalid value "" for flag -labels: expected key:value, got ""
            GO      | -labels=a:b:c  | invalid value "a:b:c" for flag -labels: expected key:value, got "a:b:c"
            GO      | -gates=A       | invalid value "A" for flag -gates: malformed pair, expect string=bool, got "A"
            PFLAG   | --nope         | unknown flag: --nope
            PFLAG   | -nope          | unknown shorthand flag: 'n' in -nope
            PFLAG   | --i            | flag needs an argument: --i
            PFLAG   | --i=x          | invalid argument "x" for "--i" flag: parse error
            PFLAG   | --b=x          | invalid argument "x" for "--b" flag: parse error
            """)
    void aWrongCommandLineEndsWithReasonAndUsage(Dialect dialect, String line, String reason) {
        StartupException refused = new Sample(dialect).refuses(line);

        assertThat(refused.exit()).isEqualTo(Exit.USAGE);
        assertThat(refused).hasMessageStartingWith(reason + "\nUsage of prog:\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-h", "--h", "-help", "--help", "-i=5 --help=1"})
    void askingForHelpEndsWellWithTheUsage(String line) {
        StartupException asked = new Sample(Dialect.GO).refuses(line);

        assertThat(asked.exit()).isEqualTo(Exit.OK);
        assertThat(asked).hasMessageStartingWith("Usage of prog:\n");
    }

    @Test
    void mapsAddUpAndLaterSwitchesWin() {
        Sample sample = new Sample(Dialect.GO).parse("-labels=a:1,b:2 -labels=c:3 -gates=A=true,B=true -gates=,B=f,");

        assertThat(sample.labels.value()).isEqualTo(Map.of("a", "1", "b", "2", "c", "3"));
        assertThat(sample.gates.value()).isEqualTo(Map.of("A", true, "B", false));
    }

    @Test
    void aFlagKnowsWhetherItWasGiven() {
        Sample sample = new Sample(Dialect.GO).parse("-i=3");

        assertThat(sample.i.isSet()).isTrue();
        assertThat(sample.flags.isSet("i")).isTrue();
        assertThat(sample.flags.isSet("text")).isFalse();
        assertThat(sample.flags.isSet("nope")).isFalse();
    }

    @Test
    void aFlagWithoutEffectTakesAnyValueAndWarnsWithoutNewline() {
        Flags flags = new Flags("prog", Dialect.GO, warnings::add);
        flags.ignored("old", "no effect");

        flags.parse("-old", "-x\"y");

        assertThat(warnings).containsExactly("Warning: option old=\"-x\\\"y\" is deprecated and has no effect");
    }

    @ParameterizedTest
    @EnumSource(Dialect.class)
    void theUsageListsEveryFlagInGosLayout(Dialect dialect) {
        Flags flags = new Flags("prog", dialect, warnings::add);
        flags.text("text", "x\"y", "a text");
        flags.bool("truth", true, "a `word` less");
        flags.duration("wait", Duration.ofSeconds(90), "two\nlines");
        flags.integer("i", 0, "zero");

        assertThat(flags.usage()).isEqualTo("""
                Usage of prog:
                  -i int
                    \tzero
                  -text string
                    \ta text (default "x\\"y")
                  -truth word
                    \ta word less (default true)
                  -wait duration
                    \ttwo
                    \tlines (default 1m30s)""".replace("  -", "  " + dialect.dashes()));
    }

    @Test
    void aTruthOfOneLetterHasItsUsageOnTheSameLine() {
        Flags flags = new Flags("prog", "");
        flags.bool("b", false, "a truth");

        assertThat(flags.usage()).isEqualTo("Usage of prog:\n  -b\ta truth");
    }

    @Test
    void declaringAFlagTwiceIsABug() {
        Flags flags = new Flags("prog", "");
        flags.bool("b", false, "a truth");

        assertThatIllegalStateException().isThrownBy(() -> flags.text("b", "", "a text"));
    }
}
