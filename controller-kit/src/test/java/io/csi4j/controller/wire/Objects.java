package io.csi4j.controller.wire;

/** Objects in the API's own words, with what a test is about. */
public final class Objects {
    private Objects() {}

    public static String claim(String name, String uid, int version) {
        return """
                {"metadata": {"namespace": "shop", "name": "%s", "uid": "%s", "resourceVersion": "%d"}}
                """.formatted(name, uid, version);
    }

    public static String bookmark(int version) {
        return """
                {"metadata": {"resourceVersion": "%d"}}
                """.formatted(version);
    }

    public static String lastBookmark(int version) {
        return """
                {"metadata": {"resourceVersion": "%d", "annotations": {"k8s.io/initial-events-end": "true"}}}
                """.formatted(version);
    }

    /** A page of a list; no {@code next}, no further page. */
    public static String page(int version, String next, String... items) {
        return """
                {"kind": "PersistentVolumeClaimList", "metadata": {"resourceVersion": "%d", "continue": "%s"}, "items": [%s]}
                """.formatted(version, next, String.join(",", items));
    }

    public static String status(int code, String reason, String message) {
        return """
                {"kind": "Status", "code": %d, "reason": "%s", "message": "%s"}
                """.formatted(code, reason, message);
    }
}
