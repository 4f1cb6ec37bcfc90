/**
 * Runs the built programs: once to train their start-up caches, and to check what only the start scripts can show.
 *
 * <p>Enter at {@link Training}, which the build runs after packaging.
 */
@NullMarked
package io.csi4j.dist;

import org.jspecify.annotations.NullMarked;
