/**
 * The programs that are measured, as child processes: whose they are, how they are started, what the kernel says of
 * them.
 *
 * <p>Enter at {@link Side} and {@link MeasuredProgram}. May read the clock and sleep, since memory and rest are measured
 * over time. Knows no cluster.
 */
@NullMarked
package io.csi4j.bench.program;

import org.jspecify.annotations.NullMarked;
