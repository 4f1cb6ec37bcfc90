package io.csi4j.controller.watch;

/**
 * Order of resource versions. They are opaque by contract; every API server there is numbers them, and since
 * Kubernetes 1.35 that is promised (KEP-5504). What is no number is never called older than anything.
 */
final class Version {
    /** Older than any other. */
    static final long UNKNOWN = 0;

    private Version() {}

    /** The version as a number, {@link #UNKNOWN} if it is none. */
    static long of(String resourceVersion) {
        int length = resourceVersion.length();
        if (length == 0 || length > 18) {
            return UNKNOWN;
        }
        long value = 0;
        for (int i = 0; i < length; i++) {
            int digit = resourceVersion.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return UNKNOWN;
            }
            value = value * 10 + digit;
        }
        return value;
    }
}
