/**
 * The one worker loop: a queue of keys, virtual threads that work it off, and one backoff.
 *
 * <p>Enter at {@code Workers}. A {@link Reconciler} answers every pass with a {@link Next}; only this room turns that
 * into queue moves. Must not know {@code api}, {@code watch}, {@code event} or {@code storage}.
 */
@NullMarked
package io.csi4j.controller.work;

import org.jspecify.annotations.NullMarked;
