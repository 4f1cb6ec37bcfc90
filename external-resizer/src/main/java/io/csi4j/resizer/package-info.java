/**
 * {@code csi-resizer}: expands and modifies volumes for their claims.
 *
 * <p>Enter at {@link Resizer}. The command line is upstream's; the work behind it is not built yet, so the program
 * says so and ends.
 */
@NullMarked
package io.csi4j.resizer;

import org.jspecify.annotations.NullMarked;
