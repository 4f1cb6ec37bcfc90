package io.csi4j.e2e.story;

import java.util.concurrent.Callable;

/** Who runs the steps of a story. */
public interface Teller {
    /** Runs a step; its answer, if not empty, belongs to the telling. */
    void step(String what, Callable<String> action);

    /** Runs a step that answers nothing. */
    default void step(String what, Runnable action) {
        step(what, () -> {
            action.run();
            return "";
        });
    }

    /** Runs the steps and says nothing; a failing step's message begins with the step. */
    static Teller silent() {
        return (what, action) -> {
            try {
                action.call();
            } catch (Exception e) {
                throw new AssertionError(what + ": " + e.getMessage(), e);
            }
        };
    }
}
