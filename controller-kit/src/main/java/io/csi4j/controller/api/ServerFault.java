package io.csi4j.controller.api;

import io.csi4j.controller.codec.Fields;
import io.csi4j.controller.codec.JsonFields;
import io.csi4j.controller.codec.ProtoFields;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import okhttp3.Response;
import okhttp3.ResponseBody;
import org.jspecify.annotations.Nullable;

/**
 * A {@code Status} with which the API server says no, and what our callers get to see of it.
 *
 * @param cause first entry of {@code details.causes}, empty if none
 * @param retryAfter what the server asked to wait; null if it said nothing
 */
record ServerFault(
        int code,
        String reason,
        String message,
        String cause,
        @Nullable Duration retryAfter) {
    /** Cause of a 504: the server's state is older than the one we have seen. */
    static final String TOO_LARGE = "ResourceVersionTooLarge";

    /** Enough for every Status; a proxy's error page may be longer. */
    private static final long LONGEST_BODY = 64 * 1024;

    static ServerFault of(Response response, Instant now) {
        Draft draft = new Draft();
        draft.message = "HTTP " + response.code();
        try (ResponseBody body = response.body()) {
            byte[] bytes = body.source().request(LONGEST_BODY)
                    ? body.source().readByteArray(LONGEST_BODY)
                    : body.source().readByteArray();
            draft.read(
                    Answers.isProtobuf(response)
                            ? ProtoFields.enveloped(Shapes.STATUS, bytes)
                            : new JsonFields(new StringReader(new String(bytes, StandardCharsets.UTF_8))));
        } catch (IOException | IllegalStateException | NumberFormatException notAStatus) {
            // A proxy's page or a cut answer: the code has to do.
            draft.cause = "";
        }
        return new ServerFault(
                response.code(),
                draft.reason,
                draft.message,
                draft.cause,
                retryAfter(response.header("Retry-After"), now));
    }

    /** A {@code Status} inside a watch. */
    static ServerFault read(Fields in) throws IOException {
        Draft draft = new Draft();
        draft.read(in);
        return new ServerFault(draft.code, draft.reason, draft.message, draft.cause, null);
    }

    private static @Nullable Duration retryAfter(@Nullable String header, Instant now) {
        if (header == null) {
            return null;
        }
        try {
            return Duration.ofSeconds(Long.parseUnsignedLong(header.strip()));
        } catch (NumberFormatException notSeconds) {
            return untilDate(header, now);
        }
    }

    private static @Nullable Duration untilDate(String header, Instant now) {
        try {
            Instant then = ZonedDateTime.parse(header, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
            return then.isAfter(now) ? Duration.between(now, then) : Duration.ZERO;
        } catch (DateTimeParseException unreadable) {
            return null;
        }
    }

    /** Whether the same request may be answered otherwise later. */
    boolean mayPass() {
        return code == 429 || code == 408 || code >= 500;
    }

    <T> Reply<T> toReply() {
        if (cause.equals(TOO_LARGE)) {
            return new Reply.Rejected<>(code, TOO_LARGE, message);
        }
        if (mayPass()) {
            return new Reply.Unreachable<>(message, retryAfter == null ? Duration.ZERO : retryAfter);
        }
        if (code == 404) {
            return new Reply.Absent<>();
        }
        if (code == 409) {
            return reason.equals("AlreadyExists") ? new Reply.Exists<>() : new Reply.Conflict<>(message);
        }
        return new Reply.Rejected<>(code, reason, message);
    }

    private static final class Draft {
        private int code;
        private String reason = "";
        private String message = "";
        private String cause = "";

        void read(Fields in) throws IOException {
            in.object(field -> field(in, field));
        }

        void field(Fields in, String field) throws IOException {
            switch (field) {
                case "code" -> {
                    Integer number = in.number();
                    code = number == null ? code : number;
                }
                case "reason" -> reason = in.text();
                case "message" -> message = in.text();
                case "details" -> in.object(part -> details(in, part));
                default -> in.skip();
            }
        }

        private void details(Fields in, String field) throws IOException {
            if (!field.equals("causes")) {
                in.skip();
                return;
            }
            in.each(one -> {
                String why = one.texts().getOrDefault("reason", "");
                cause = cause.isEmpty() ? why : cause;
                return why;
            });
        }
    }
}
