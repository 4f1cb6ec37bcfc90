package io.csi4j.sidecar.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.csi4j.sidecar.log.LoggingOptions.Format;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LogTest {
    private final List<String> lines = new ArrayList<>();
    private final Logging.Redirect redirect = Logging.redirect(lines::add);
    private final Log log = Log.of(LogTest.class);

    @AfterEach
    void restore() {
        redirect.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
            -v | vmodule   | line level | written
            0  | ''        | 0          | true
            0  | ''        | 1          | false
            5  | ''        | 5          | true
            5  | ''        | 6          | false
            0  | LogTest=3 | 3          | true
            9  | LogTest=3 | 4          | false
            """)
    void infoIsWrittenUpToTheLevel(int v, String vmodule, int level, boolean written) {
        Logging.configure(new LoggingOptions(v, vmodule, Format.TEXT));

        log.v(level).info("hello");

        assertThat(lines).hasSize(written ? 1 : 0);
        assertThat(log.enabled(level)).isEqualTo(written);
    }

    @Test
    void whatIsOffIsNeverRendered() {
        Object explosive = new Object() {
            @Override
            public String toString() {
                throw new AssertionError("rendered");
            }
        };

        log.v(5).info("hello", "value", explosive);

        assertThat(lines).isEmpty();
    }

    @Test
    void warningsAndErrorsAreWrittenEvenByALogThatIsOff() {
        log.v(9).warning("odd");
        log.v(9).error(null, "failed");
        log.fatal(null, "gone");

        assertThat(lines).extracting(line -> line.charAt(0)).containsExactly('W', 'E', 'F');
    }

    @Test
    void theLineNamesThePlaceThatLogs() {
        log.info("hello");

        assertThat(lines.getFirst()).containsPattern(" LogTest\\.java:[0-9]+] \"hello\"$");
    }

    @Test
    void aBugComesWithItsStack() {
        log.bug(new IllegalStateException("boom"), "unexpected", "key", 1);

        assertThat(lines.getFirst())
                .contains("\"unexpected\" err=\"java.lang.IllegalStateException: boom\" key=1 stack=<\n\tjava.lang.")
                .contains("\n\t\tat " + LogTest.class.getName());
    }

    @Test
    void jsonLinesCarryTheLevel() {
        Logging.configure(new LoggingOptions(5, "", Format.JSON));

        log.v(5).info("hello");

        assertThat(lines.getFirst()).endsWith("\"msg\":\"hello\",\"v\":5}");
    }
}
