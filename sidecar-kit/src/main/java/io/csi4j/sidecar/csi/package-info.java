/**
 * The way to the driver: channel over its socket, probe, identity, and typed calls that answer an {@link Outcome}.
 *
 * <p>Enter at {@code DriverChannel} and the {@code ...Calls} types. {@code CodeTable} is the one place that says what
 * a gRPC code means for a call. Only this room sees gRPC's exceptions. May use {@code log} and {@code launch}.
 */
@NullMarked
package io.csi4j.sidecar.csi;

import org.jspecify.annotations.NullMarked;
