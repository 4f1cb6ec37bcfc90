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
                : Step.noChange("cannot " + doing + ": " + reply.problem());
    }
}
