/**
 * The one small HTTP server of a program, for metrics, health and diagnosis.
 *
 * <p>Enter at {@link HttpEndpoint} with {@link Routes}. HTTP/1.1 over plain TCP, one virtual thread a connection and
 * one a request, so a slow page holds up nobody else; when the caller hangs up, its page is interrupted. Own code
 * instead of the JDK's server, which costs 75 ms of CPU and 5 MB at start. May use {@code metrics}, {@code log} and
 * {@code launch}; must not know {@code csi} or {@code flags}.
 */
@NullMarked
package io.csi4j.sidecar.http;

import org.jspecify.annotations.NullMarked;
