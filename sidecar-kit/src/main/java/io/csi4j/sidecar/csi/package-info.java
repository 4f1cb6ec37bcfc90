/**
 * The way to the driver: channel over its socket, probe, identity, and typed calls that answer an {@link Outcome}.
 *
 * <p>Enter at {@link DriverChannel#connect} and the {@code ...Calls} types; a driver enters at
 * {@link DriverServer#listen}. {@link CodeTable} is the one place that says what a gRPC code means for a call. Only
 * this room sees gRPC's exceptions and Netty. May use {@code log} and {@code launch}; must not know {@code flags},
 * {@code metrics} or {@code http}.
 */
@NullMarked
package io.csi4j.sidecar.csi;

import org.jspecify.annotations.NullMarked;
