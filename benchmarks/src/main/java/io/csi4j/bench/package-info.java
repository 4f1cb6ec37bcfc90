/**
 * The program behind {@code ./bench}: picks rows, runs them one after the other, shows and keeps what they found.
 *
 * <p>Enter at {@link Bench}. May read the clock, to show how long it has been at work.
 */
@NullMarked
package io.csi4j.bench;

import org.jspecify.annotations.NullMarked;
