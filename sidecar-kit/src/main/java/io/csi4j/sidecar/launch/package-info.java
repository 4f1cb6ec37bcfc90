/**
 * How a program starts, reads the time and ends: start steps, exit codes, signals.
 *
 * <p>Enter at {@code Launch#program}, the only place that ends the process. A start-up fault is thrown as one
 * {@link StartupException}; everything later is a value. May use {@code log}; must not know {@code csi},
 * {@code metrics} or {@code http}.
 */
@NullMarked
package io.csi4j.sidecar.launch;

import org.jspecify.annotations.NullMarked;
