package io.csi4j.controller.codec;

import java.io.IOException;

/**
 * What Kubernetes puts around an object in protobuf: four bytes that no JSON begins with, then a message with the object's
 * kind and its bytes (apimachinery, {@code runtime.Unknown}).
 */
public final class Envelope {
    /** What to ask for, and what answers in this form are called. */
    public static final String CONTENT_TYPE = "application/vnd.kubernetes.protobuf";

    static final byte[] MAGIC = {'k', '8', 's', 0};
    static final int CONTENT = 2;

    private static final Shape TYPE = Shape.of(Shape.text(1, "apiVersion"), Shape.text(2, "kind"));

    private Envelope() {}

    /** The shape of an object with its envelope: as in JSON, {@code apiVersion} and {@code kind} are fields like others. */
    static Shape around(Shape shape) {
        return Shape.of(Shape.inline(1, TYPE), Shape.inline(CONTENT, shape));
    }

    /** Where the message begins. */
    static int checked(byte[] bytes, int from, int to) throws IOException {
        if (to - from < MAGIC.length) {
            throw new IOException("no object in protobuf: " + (to - from) + " bytes");
        }
        for (int i = 0; i < MAGIC.length; i++) {
            check(bytes[from + i], i);
        }
        return from + MAGIC.length;
    }

    static void check(int found, int place) throws IOException {
        if (found != MAGIC[place]) {
            throw new IOException("no object in protobuf: it does not begin with k8s");
        }
    }
}
