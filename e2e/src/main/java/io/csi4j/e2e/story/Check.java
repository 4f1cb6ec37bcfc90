package io.csi4j.e2e.story;

/** What a step expects. */
final class Check {
    private Check() {}

    /** Throws with both values when they differ. */
    static void equal(String what, String expected, String found) {
        if (!expected.equals(found)) {
            throw new IllegalStateException(
                    "expected " + what + " to be \"" + expected + "\", found \"" + found + "\"");
        }
    }
}
