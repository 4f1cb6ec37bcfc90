package io.csi4j.liveness;

/**
 * What one look at the driver says; the body goes to whoever asked.
 *
 * @param alive whether kubelet shall leave the driver alone
 * @param body {@code ok}, or why not
 */
record Health(boolean alive, String body) {
    static final Health OK = new Health(true, "ok");

    static Health failing(String reason) {
        return new Health(false, reason);
    }

    /** HTTP status: 200 or 500. */
    int status() {
        return alive ? 200 : 500;
    }
}
