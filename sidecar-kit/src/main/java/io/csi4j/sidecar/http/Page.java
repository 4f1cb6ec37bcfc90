package io.csi4j.sidecar.http;

/** What stands behind a path; asked by many threads at once. */
@FunctionalInterface
public interface Page {
    /**
     * Answers one request.
     *
     * @throws InterruptedException when the caller hung up while the page was at work; nothing is answered then
     */
    Answer answer(Request request) throws InterruptedException;
}
