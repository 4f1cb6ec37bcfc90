package io.csi4j.sidecar.http;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a page says.
 *
 * @param body whole text; sent as it stands, without a newline of ours
 * @param headers besides those the server writes itself
 */
public record Answer(int status, String contentType, String body, Map<String, String> headers) {
    private static final String PLAIN = "text/plain; charset=utf-8";

    public Answer {
        headers = Map.copyOf(headers);
    }

    /** Plain text with a status of its own. */
    public static Answer text(int status, String body) {
        return new Answer(status, PLAIN, body, Map.of());
    }

    /** 200 and {@code ok}: what a probe wants to hear. */
    public static Answer ok() {
        return text(200, "ok");
    }

    /** 500 and the reason. */
    public static Answer failed(String reason) {
        return text(500, reason);
    }

    static Answer notFound() {
        return text(404, "404 page not found\n");
    }

    Answer with(String header, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(header, value);
        return new Answer(status, contentType, body, more);
    }
}
