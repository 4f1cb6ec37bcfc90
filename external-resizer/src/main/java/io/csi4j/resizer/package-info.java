/**
 * {@code csi-resizer}: expands and modifies volumes for their claims.
 *
 * <p>Enter at {@link io.csi4j.resizer.Resizer}. This room wires the program up: flags, start, election, watches and
 * what wakes a claim. The work is done in the rooms below, which do not know this one.
 */
@NullMarked
package io.csi4j.resizer;

import org.jspecify.annotations.NullMarked;
