package io.csi4j.sidecar.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

class ReplyTest {
    private static final Instant NOW = Instant.parse("2026-03-04T05:06:07Z");

    @Test
    void anAnswerBecomesHttp() {
        byte[] bytes = Reply.of(Answer.ok(), get("GET", ""), NOW, false);

        assertThat(new String(bytes, StandardCharsets.UTF_8)).isEqualTo("""
                HTTP/1.1 200 OK\r
                Content-Type: text/plain; charset=utf-8\r
                Date: Wed, 04 Mar 2026 05:06:07 GMT\r
                Content-Length: 2\r
                \r
                ok""");
    }

    @Test
    void aHeadRequestGetsTheHeadersAlone() {
        byte[] bytes = Reply.of(Answer.failed("no"), get("HEAD", ""), NOW, true);

        assertThat(new String(bytes, StandardCharsets.UTF_8))
                .startsWith("HTTP/1.1 500 Internal Server Error\r\n")
                .contains("\r\nContent-Length: 2\r\n", "\r\nConnection: close")
                .endsWith("\r\n\r\n");
    }

    @Test
    void aLongBodyIsPackedForWhoUnpacks() throws IOException {
        String body = "metric 1\n".repeat(500);

        byte[] bytes = Reply.of(Answer.text(200, body), get("GET", "gzip"), NOW, false);

        String all = new String(bytes, StandardCharsets.ISO_8859_1);
        int begin = all.indexOf("\r\n\r\n") + 4;
        assertThat(all)
                .contains("\r\nContent-Encoding: gzip", "\r\nContent-Length: " + (bytes.length - begin) + "\r\n");
        var packed = new ByteArrayInputStream(bytes, begin, bytes.length - begin);
        assertThat(new String(new GZIPInputStream(packed).readAllBytes(), StandardCharsets.UTF_8))
                .isEqualTo(body);
    }

    @Test
    void aShortBodyIsNeverPacked() {
        byte[] bytes = Reply.of(Answer.ok(), get("GET", "gzip"), NOW, false);

        assertThat(new String(bytes, StandardCharsets.UTF_8))
                .doesNotContain("gzip")
                .endsWith("\r\n\r\nok");
    }

    private static Request get(String method, String encodings) {
        return new Request(method, "/", "", 1, Map.of("accept-encoding", encodings));
    }
}
