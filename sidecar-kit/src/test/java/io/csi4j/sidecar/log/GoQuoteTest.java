package io.csi4j.sidecar.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class GoQuoteTest {
    static Stream<Arguments> texts() {
        return Stream.of(
                Arguments.argumentSet("empty", "", "\"\""),
                Arguments.argumentSet("quotes", "a \"b\" \\", "\"a \\\"b\\\" \\\\\""),
                Arguments.argumentSet("named controls", "\u0007\b\f\n\r\t\u000b", "\"\\a\\b\\f\\n\\r\\t\\v\""),
                Arguments.argumentSet("other controls", "\u0000\u001f\u007f", "\"\\x00\\x1f\\x7f\""),
                Arguments.argumentSet("C1 control", "\u0085", "\"\\u0085\""),
                Arguments.argumentSet("letters", "é漢", "\"é漢\""),
                Arguments.argumentSet("no-break space", "\u00a0", "\"\\u00a0\""),
                Arguments.argumentSet("zero width", "\u200b", "\"\\u200b\""),
                Arguments.argumentSet("line separator", "\u2028", "\"\\u2028\""),
                Arguments.argumentSet("emoji", "😀", "\"😀\""),
                Arguments.argumentSet("private use", "\udb80\udc00", "\"\\U000f0000\""),
                Arguments.argumentSet("half a pair", "\ud83d", "\"\\ufffd\""));
    }

    @ParameterizedTest
    @MethodSource("texts")
    void textIsQuotedAsGoDoes(String text, String quoted) {
        assertThat(GoQuote.of(text)).isEqualTo(quoted);
    }
}
