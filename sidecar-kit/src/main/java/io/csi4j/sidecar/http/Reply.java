package io.csi4j.sidecar.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.zip.GZIPOutputStream;

/** An answer as the bytes of HTTP/1.1. */
final class Reply {
    /** Smaller bodies do not get smaller by packing. */
    private static final int LEAST_PACKED_BYTES = 1024;

    private Reply() {}

    /** The bytes for a request; {@code last} says so and ends the connection. */
    static byte[] of(Answer answer, Request request, Instant now, boolean last) {
        byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
        Answer sent = answer;
        if (body.length >= LEAST_PACKED_BYTES && request.takesGzip()) {
            body = packed(body);
            sent = answer.with("Content-Encoding", "gzip");
        }
        return bytes(sent, request.isHead(), body, now, last);
    }

    /** The bytes for what was no request. */
    static byte[] of(Answer answer, Instant now) {
        return bytes(answer, false, answer.body().getBytes(StandardCharsets.UTF_8), now, true);
    }

    private static byte[] bytes(Answer answer, boolean headOnly, byte[] body, Instant now, boolean last) {
        StringBuilder head = new StringBuilder(256);
        head.append("HTTP/1.1 ").append(answer.status()).append(' ').append(reason(answer.status()));
        header("Content-Type", answer.contentType(), head);
        header("Date", HttpDate.of(now), head);
        header("Content-Length", Integer.toString(body.length), head);
        if (last) {
            header("Connection", "close", head);
        }
        answer.headers().forEach((name, value) -> header(name, value, head));
        byte[] first = head.append("\r\n\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
        ByteArrayOutputStream all = new ByteArrayOutputStream(first.length + body.length);
        all.writeBytes(first);
        if (!headOnly) {
            all.writeBytes(body);
        }
        return all.toByteArray();
    }

    private static void header(String name, String value, StringBuilder to) {
        to.append("\r\n").append(name).append(": ").append(value);
    }

    private static byte[] packed(byte[] body) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream(body.length / 4);
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(body);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return packed.toByteArray();
    }

    private static String reason(int status) {
        return switch (status) {
            case 200 -> "OK";
            case 400 -> "Bad Request";
            case 404 -> "Not Found";
            case 413 -> "Request Entity Too Large";
            case 431 -> "Request Header Fields Too Large";
            case 500 -> "Internal Server Error";
            case 501 -> "Not Implemented";
            case 503 -> "Service Unavailable";
            case 505 -> "HTTP Version Not Supported";
            default -> "";
        };
    }
}
