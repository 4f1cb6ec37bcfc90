/**
 * The command line in Go's grammar: one table of typed flags per program, which also writes the usage text.
 *
 * <p>Enter at {@link Flags}; {@link CommonFlags}, {@link LoggingFlags} and {@link FeatureGates} add what several
 * programs share. Values reach a program as one record; nothing here outlives the start. Contract: common.md,
 * section 2. May use {@code launch} and {@code log}; must not know {@code csi}, {@code metrics} or {@code http}.
 */
@NullMarked
package io.csi4j.sidecar.flags;

import org.jspecify.annotations.NullMarked;
