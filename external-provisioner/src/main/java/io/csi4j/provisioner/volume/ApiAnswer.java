package io.csi4j.provisioner.volume;

import io.csi4j.controller.api.Reply;
import io.csi4j.provisioner.request.Step;

/** What an answer of the API server means for an attempt that needed its object. */
final class ApiAnswer {
    private ApiAnswer() {}

    /** @param doing what was tried, for the message: {@code read secret a/b} */
    static <T> Step<T> step(Reply<T> reply, String doing) {
        return reply instanceof Reply.Found<T>(var value)
                ? Step.ready(value)
                : Step.noChange("cannot " + doing + ": " + problem(reply));
    }

    /** Why there is no object, in words; empty if there is one. */
    static String problem(Reply<?> reply) {
        return switch (reply) {
            case Reply.Found<?> _ -> "";
            case Reply.Absent<?> _ -> "not found";
            case Reply.Exists<?> _ -> "already exists";
            case Reply.Conflict<?>(var message) -> message;
            case Reply.Rejected<?>(var code, var reason, var message) -> reason + ": " + message;
            case Reply.Unreachable<?>(var message, var retryAfter) -> message;
        };
    }
}
