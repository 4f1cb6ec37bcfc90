package io.csi4j.controller.event;

import io.csi4j.controller.storage.ObjectKey;
import io.csi4j.controller.storage.ObjectReference;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/**
 * Something that happened to an object once.
 *
 * @param type {@code Normal} or {@code Warning}
 * @param message at most {@value #LONGEST_MESSAGE} bytes; a longer one is cut
 */
record Occurrence(ObjectReference about, String type, String reason, String message, Instant at) {
    /** What the API server takes as the note of an event. */
    static final int LONGEST_MESSAGE = 1024;

    private static final String CUT = "...";
    private static final String NAMESPACE_OF_CLUSTER_OBJECTS = "default";

    Occurrence {
        message = cut(message);
    }

    /** Everything but the message: occurrences that share it are similar. */
    record Similarity(ObjectKey object, String kind, String apiVersion, String uid, String type, String reason) {}

    /** The object alone: what the spam filter counts by. */
    record Subject(ObjectKey object, String kind, String apiVersion, String uid) {}

    Similarity similarity() {
        return new Similarity(about.key(), about.kind(), about.apiVersion(), about.uid(), type, reason);
    }

    Subject subject() {
        return new Subject(about.key(), about.kind(), about.apiVersion(), about.uid());
    }

    Occurrence withMessage(String wanted) {
        return new Occurrence(about, type, reason, wanted, at);
    }

    /** The namespace its event lives in. */
    String namespace() {
        String own = about.key().namespace();
        return own.isEmpty() ? NAMESPACE_OF_CLUSTER_OBJECTS : own;
    }

    /** Cuts between characters, never inside of one. */
    private static String cut(String message) {
        if (message.getBytes(StandardCharsets.UTF_8).length <= LONGEST_MESSAGE) {
            return message;
        }
        StringBuilder kept = new StringBuilder();
        int left = LONGEST_MESSAGE - CUT.length();
        for (int character : message.codePoints().toArray()) {
            left -= Character.toString(character).getBytes(StandardCharsets.UTF_8).length;
            if (left < 0) {
                break;
            }
            kept.appendCodePoint(character);
        }
        return kept + CUT;
    }
}
