/**
 * {@code ./demo}: the story of one claim, told on real parts with one line a step.
 *
 * <p>Enter at {@link Demo}. Stands on {@code cluster} and the lab; the tests do not use it.
 */
@NullMarked
package io.csi4j.e2e.demo;

import org.jspecify.annotations.NullMarked;
