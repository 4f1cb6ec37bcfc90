package io.csi4j.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NodeDoorTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "none", useHeadersInDisplayName = true, textBlock = """
            request                                                        | target
            CONNECT 10.0.2.15:10250 HTTP/1.1~Host: 127.0.0.1~~             | 10.0.2.15:10250
            CONNECT 10.0.2.15:10250 HTTP/1.1~                              | none
            GET / HTTP/1.1~~                                               | none
            CONNECT~~                                                      | none
            """)
    void theWholeRequestNamesTheTarget(String request, String target) throws IOException {
        byte[] bytes = request.replace("~", "\r\n").getBytes(StandardCharsets.ISO_8859_1);

        assertThat(NodeDoor.target(new ByteArrayInputStream(bytes)).orElse(null))
                .isEqualTo(target);
    }
}
