package io.csi4j.sidecar.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequestReaderTest {
    private static final String NEXT = "GET /next HTTP/1.1\r\nHost: h\r\n\r\n";

    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
            line                           | method | path     | query | alive
            GET / HTTP/1.1                 | GET    | /        | ''    | true
            HEAD /healthz HTTP/1.1         | HEAD   | /healthz | ''    | true
            GET /a%20b?seconds=1 HTTP/1.1  | GET    | /a b     | seconds=1 | true
            GET /a+b HTTP/1.1              | GET    | /a+b     | ''    | true
            GET /healthz HTTP/1.0          | GET    | /healthz | ''    | false
            """)
    void aRequestIsReadWithItsPathDecoded(String line, String method, String path, String query, boolean alive)
            throws IOException, Refusal {
        Request request = first(line + "\r\nHost: h\r\nX-A: b \r\n\r\n");

        assertThat(request.method()).isEqualTo(method);
        assertThat(request.path()).isEqualTo(path);
        assertThat(request.query()).isEqualTo(query);
        assertThat(request.header("x-a")).isEqualTo("b");
        assertThat(request.keepsAlive()).isEqualTo(alive);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
            version  | connection | alive
            HTTP/1.1 | close      | false
            HTTP/1.1 | keep-alive | true
            HTTP/1.0 | Keep-Alive | true
            """)
    void theCallerSaysWhetherItStays(String version, String connection, boolean alive) throws IOException, Refusal {
        Request request = first("GET / " + version + "\r\nHost: h\r\nConnection: " + connection + "\r\n\r\n");

        assertThat(request.keepsAlive()).isEqualTo(alive);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
            accepted                | packed
            gzip                    | true
            deflate, GZIP;q=0.5, br | true
            gzip;q=0                | false
            gzip; q=0, identity     | false
            identity                | false
            """)
    void theCallerSaysWhetherItUnpacks(String accepted, boolean packed) throws IOException, Refusal {
        Request request = first("GET / HTTP/1.1\r\nHost: h\r\nAccept-Encoding: " + accepted + "\r\n\r\n");

        assertThat(request.takesGzip()).isEqualTo(packed);
    }

    @Test
    void aBodyIsSwallowedAndTheNextRequestFollows() throws IOException, Refusal {
        RequestReader reader = reader("POST /a HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\n\r\nabc\r\n" + NEXT);

        assertThat(reader.next(() -> false)).get().extracting(Request::method).isEqualTo("POST");
        assertThat(reader.next(() -> false)).get().extracting(Request::path).isEqualTo("/next");
        assertThat(reader.next(() -> false)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
            head                                           | status
            GET HTTP/1.1~Host: h                           | 400
            nonsense                                       | 400
            GET / HTTP/1.1~                                | 400
            GET / HTTP/1.1~Host : h                        | 400
            GET / HTTP/1.1~: h                             | 400
            GET /%zz HTTP/1.1~Host: h                      | 400
            GET / HTTP/2.0~Host: h                         | 505
            GET / HTTP/1.1~Host: h~Content-Length: 65537   | 413
            GET / HTTP/1.1~Host: h~Content-Length: x       | 413
            GET / HTTP/1.1~Host: h~Transfer-Encoding: chunked | 501
            """)
    void whatIsNoRequestIsRefused(String head, int status) {
        String bytes = head.replace("~", "\r\n") + "\r\n\r\n";

        Refusal refusal = catchThrowableOfType(Refusal.class, () -> first(bytes));

        assertThat(refusal.answer().status()).isEqualTo(status);
    }

    @Test
    void aHeadWithoutEndIsRefused() {
        String bytes = "GET / HTTP/1.1\r\nX: " + "x".repeat(17_000);

        Refusal refusal = catchThrowableOfType(Refusal.class, () -> first(bytes));

        assertThat(refusal.answer().status()).isEqualTo(431);
    }

    private static Request first(String bytes) throws IOException, Refusal {
        return reader(bytes).next(() -> false).orElseThrow();
    }

    private static RequestReader reader(String bytes) {
        return new RequestReader(new ByteArrayInputStream(bytes.getBytes(StandardCharsets.ISO_8859_1)));
    }
}
