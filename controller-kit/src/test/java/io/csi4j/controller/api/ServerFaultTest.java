package io.csi4j.controller.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.ResponseBody;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServerFaultTest {
    private static final Instant NOW = Instant.parse("2026-03-01T08:00:00Z");

    private static Response.Builder refusal(int code, String body) {
        return new Response.Builder()
                .request(new Request.Builder().url("http://x/").build())
                .protocol(Protocol.HTTP_1_1)
                .code(code)
                .message("")
                .body(ResponseBody.create(body, null));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
            header                        | wait
            7                             | PT7S
            0                             | PT0S
            Sun, 01 Mar 2026 08:00:30 GMT | PT30S
            Sun, 01 Mar 2026 07:00:00 GMT | PT0S
            soon                          |
            -5                            |
            """)
    void theServerMayAskToWaitInSecondsOrUntilATime(String header, Duration wait) {
        Response response = refusal(429, "{}").header("Retry-After", header).build();

        assertThat(ServerFault.of(response, NOW).retryAfter()).isEqualTo(wait);
    }

    @Test
    void aStateTheServerHasNotReachedIsToldApartFromATimeout() {
        Response response = refusal(504, """
                {"kind": "Status", "reason": "Timeout", "message": "Too large resource version: 9, current: 3",
                 "details": {"causes": [{"reason": "ResourceVersionTooLarge"}], "retryAfterSeconds": 1}}
                """).build();

        assertThat(ServerFault.of(response, NOW).toReply())
                .isEqualTo(new Reply.Rejected<>(
                        504, ListWatch.VERSION_TOO_LARGE, "Too large resource version: 9, current: 3"));
    }

    @Test
    void aVeryLongAnswerIsNotReadToItsEnd() {
        String message = "x".repeat(1_000_000);
        Response response = refusal(500, "{\"kind\": \"Status\", \"message\": \"" + message + "\"}")
                .build();

        assertThat(ServerFault.of(response, NOW).message()).isEqualTo("HTTP 500");
    }
}
