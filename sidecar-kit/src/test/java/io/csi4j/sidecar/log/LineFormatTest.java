package io.csi4j.sidecar.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class LineFormatTest {
    private static final Instant AT = Instant.parse("2026-03-04T05:06:07.012345678Z");
    private static final TextFormat TEXT = new TextFormat(ZoneOffset.UTC, 4547);

    @Test
    void textLineBeginsWithSeverityMomentProcessAndPlace() {
        String line = TEXT.render(event(Severity.INFO, null));

        assertThat(line).isEqualTo("I0304 05:06:07.012345    4547 Claims.java:12] \"it \\\"works\\\"\"");
    }

    @Test
    void textLineShowsLocalTimeAndALongProcessIdInFull() {
        var format = new TextFormat(ZoneOffset.ofHoursMinutes(5, 30), 123456789);

        assertThat(format.render(event(Severity.INFO, null)))
                .startsWith("I0304 10:36:07.012345 123456789 Claims.java:12] ");
    }

    @ParameterizedTest
    @EnumSource(Severity.class)
    void textLineBeginsWithTheLetterOfItsSeverity(Severity severity) {
        assertThat(TEXT.render(event(severity, null)))
                .startsWith(severity.name().substring(0, 1) + "0304 ");
    }

    static Stream<Arguments> values() {
        return Stream.of(
                Arguments.argumentSet("text", "a\"b", "\"a\\\"b\"", "\"a\\\"b\""),
                Arguments.argumentSet("whole number", 1, "1", "1"),
                Arguments.argumentSet("big number", 1L << 62, "4611686018427387904", "4611686018427387904"),
                Arguments.argumentSet("decimal", 1.5, "1.5", "1.5"),
                Arguments.argumentSet("no number", Double.NaN, "\"NaN\"", "\"NaN\""),
                Arguments.argumentSet("truth", true, "true", "true"),
                Arguments.argumentSet("null", null, "null", "null"),
                Arguments.argumentSet("map", Map.of("z", 1, "k", "<v>&"), MAP_WITH_ESCAPES, MAP_WITH_ESCAPES),
                Arguments.argumentSet("list", List.of("a", 2), "[\"a\",2]", "[\"a\",2]"),
                Arguments.argumentSet("array", new int[] {1, 2}, "[1,2]", "[1,2]"),
                Arguments.argumentSet("duration", Duration.ofMillis(1500), "\"1.5s\"", "\"1.5s\""),
                Arguments.argumentSet("path", Path.of("/a/b"), "\"/a/b\"", "\"/a/b\""),
                Arguments.argumentSet("own type", Severity.INFO, "\"INFO\"", "\"INFO\""),
                Arguments.argumentSet("failure", new IOException("no\tway"), FAILURE_TEXT, FAILURE_TEXT),
                Arguments.argumentSet("lines", "one\ntwo", "<\n\tone\n\ttwo\n >", "\"one\\ntwo\""),
                Arguments.argumentSet("closed lines", "one\n", "<\n\tone\n >", "\"one\\n\""),
                Arguments.argumentSet("token", TOKEN, STRIPPED_TOKEN, STRIPPED_TOKEN));
    }

    private static final String MAP_WITH_ESCAPES = "{\"k\":\"\\u003cv\\u003e\\u0026\",\"z\":1}";
    private static final String FAILURE_TEXT = "\"java.io.IOException: no\\tway\"";
    private static final Map<String, String> TOKEN = Map.of("csi.storage.k8s.io/serviceAccount.tokens", "t");
    private static final String STRIPPED_TOKEN = "{\"csi.storage.k8s.io/serviceAccount.tokens\":\"***stripped***\"}";

    @ParameterizedTest
    @MethodSource("values")
    void valuesAreShownAsTheContractSays(@Nullable Object value, String text, String json) {
        LogEvent event = event(Severity.INFO, null, "k", value);

        assertThat(TEXT.render(event)).endsWith("\" k=" + text);
        assertThat(new JsonFormat().render(event)).endsWith(",\"k\":" + json + "}");
    }

    @Test
    void errorStandsBeforeTheOtherKeys() {
        String line = TEXT.render(event(Severity.ERROR, new IllegalStateException("boom"), "claim", "a/b"));

        assertThat(line).endsWith("\"it \\\"works\\\"\" err=\"java.lang.IllegalStateException: boom\" claim=\"a/b\"");
    }

    @Test
    void aFailureTellsItsCauses() {
        var failure = new IllegalStateException("outer", new IOException("inner"));

        assertThat(LogEvent.describe(failure))
                .isEqualTo("java.lang.IllegalStateException: outer: java.io.IOException: inner");
    }

    @Test
    void aCauseThatItsWrapperQuotesIsToldOnce() {
        var failure = new IllegalStateException(new IOException("inner"));

        assertThat(LogEvent.describe(failure)).isEqualTo("java.lang.IllegalStateException: java.io.IOException: inner");
    }

    @Test
    void aKeyWithoutValueIsShownAsMissing() {
        assertThat(TEXT.render(event(Severity.INFO, null, "k"))).endsWith(" k=\"(MISSING)\"");
    }

    @Test
    void jsonLineOfAnInfoCarriesItsLevel() {
        String line = new JsonFormat().render(event(Severity.INFO, null, "n", 1));

        assertThat(line)
                .isEqualTo("{\"ts\":1772600767012.345,\"caller\":\"Claims.java:12\",\"msg\":\"it \\\"works\\\"\","
                        + "\"v\":4,\"n\":1}");
    }

    @Test
    void jsonLineOfAnErrorCarriesTheErrorAndNoLevel() {
        String line = new JsonFormat().render(event(Severity.ERROR, new IllegalStateException("boom"), "n", 1));

        assertThat(line).endsWith("\"err\":\"java.lang.IllegalStateException: boom\",\"n\":1}");
        assertThat(line).doesNotContain("\"v\":");
    }

    private static LogEvent event(Severity severity, @Nullable Throwable cause, @Nullable Object... keyValues) {
        var head = new LogEvent.Head(severity, AT, "Claims.java:12");
        return new LogEvent(head, 4, "it \"works\"", cause, LogEvent.pairs(keyValues));
    }
}
