package io.csi4j.testkit.apiserver;

import com.google.gson.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * A request that the server refuses.
 *
 * @param reason the machine-readable word of the API, e.g. {@code NotFound}
 * @param retryAfter seconds for the header of that name; none if null
 */
public record ApiFailure(
        int code, String reason, String message, @Nullable Integer retryAfter) {
    public ApiFailure(int code, String reason, String message) {
        this(code, reason, message, null);
    }

    /** What a server without capacity answers. */
    public static ApiFailure tooManyRequests(int retryAfterSeconds) {
        return new ApiFailure(429, "TooManyRequests", "too many requests, please try again later", retryAfterSeconds);
    }

    public static ApiFailure unavailable() {
        return new ApiFailure(503, "ServiceUnavailable", "the server is currently unable to take the request");
    }

    public static ApiFailure internal() {
        return new ApiFailure(500, "InternalError", "something inside the server went wrong");
    }

    public static ApiFailure forbidden(String message) {
        return new ApiFailure(403, "Forbidden", message);
    }

    static ApiFailure notFound(ResourceType type, String name) {
        return new ApiFailure(404, "NotFound", type.qualifiedName() + " \"" + name + "\" not found");
    }

    static ApiFailure noSuchResource() {
        return new ApiFailure(404, "NotFound", "the server could not find the requested resource");
    }

    static ApiFailure alreadyExists(ResourceType type, String name) {
        return new ApiFailure(409, "AlreadyExists", type.qualifiedName() + " \"" + name + "\" already exists");
    }

    static ApiFailure conflict(ResourceType type, String name, String why) {
        return new ApiFailure(409, "Conflict", "cannot write " + type.qualifiedName() + " \"" + name + "\": " + why);
    }

    static ApiFailure invalid(ResourceType type, String name, String why) {
        return new ApiFailure(422, "Invalid", type.kind() + " \"" + name + "\" is invalid: " + why);
    }

    static ApiFailure badRequest(String message) {
        return new ApiFailure(400, "BadRequest", message);
    }

    /** Etcd no longer has what was asked for: list anew. */
    static ApiFailure expired(String message) {
        return new ApiFailure(410, "Expired", message);
    }

    /** The {@code Status} object of the reply. */
    JsonObject status() {
        JsonObject status = new JsonObject();
        status.addProperty("kind", "Status");
        status.addProperty("apiVersion", "v1");
        status.add("metadata", new JsonObject());
        status.addProperty("status", "Failure");
        status.addProperty("message", message);
        status.addProperty("reason", reason);
        if (retryAfter != null) {
            JsonObject details = new JsonObject();
            details.addProperty("retryAfterSeconds", retryAfter);
            status.add("details", details);
        }
        status.addProperty("code", code);
        return status;
    }

    Refused refused() {
        return new Refused(this);
    }

    /** Carries a failure up to the one place that answers. */
    static final class Refused extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final transient ApiFailure failure;

        private Refused(ApiFailure failure) {
            super(failure.message());
            this.failure = failure;
        }

        ApiFailure failure() {
            return failure;
        }
    }
}
