package io.csi4j.sidecar.launch;

import static org.assertj.core.api.Assertions.assertThat;

import io.csi4j.sidecar.log.Logging;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LaunchTest {
    private final List<String> lines = new ArrayList<>();
    private final Logging.Redirect redirect = Logging.redirect(lines::add);

    @AfterEach
    void restore() {
        redirect.close();
    }

    @Test
    void theProgramChoosesItsExit() {
        Exit exit = Launch.run("csi-test", new String[] {"a"}, args -> args.length == 1 ? Exit.OK : Exit.FAILURE);

        assertThat(exit).isEqualTo(Exit.OK);
        assertThat(lines).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
            exit    | letter
            FAILURE | E
            FATAL   | F
            """)
    void aStartupFaultIsLoggedAndChoosesTheExit(Exit exit, String letter) {
        Exit found = Launch.run("csi-test", new String[0], args -> {
            throw new StartupException(exit, "need a socket", new IllegalStateException("why"));
        });

        assertThat(found).isEqualTo(exit);
        assertThat(lines).singleElement().asString().startsWith(letter).contains("\"need a socket\" err=");
    }

    @Test
    void aBugIsLoggedWithItsStackAndEndsLikeAGoPanic() {
        Exit found = Launch.run("csi-test", new String[0], args -> {
            throw new AssertionError("boom");
        });

        assertThat(found.code()).isEqualTo(2);
        assertThat(lines).singleElement().asString().startsWith("E").contains("boom", "stack=<", "LaunchTest");
    }
}
