/**
 * Tells users what happened to an object, as Kubernetes events.
 *
 * <p>Enter at {@link io.csi4j.controller.event.EventRecorder}, with {@link io.csi4j.controller.event.EventSink#of} for
 * the API server. Telling never waits and never fails: one thread writes, and what is too much or cannot be written is
 * dropped. {@code EventCorrelator} decides what is worth a write, by client-go's rules, and {@code Beginnings} which
 * operations are told of before their end; they are pure but for what they remember. May use {@code api} and
 * {@code storage}; must not know {@code watch}, {@code work} or {@code lease}.
 */
@NullMarked
package io.csi4j.controller.event;

import org.jspecify.annotations.NullMarked;
