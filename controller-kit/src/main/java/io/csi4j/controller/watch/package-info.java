/**
 * Keeps small copies of the cluster's objects up to date: one reflector a kind fills one store.
 *
 * <p>Enter at {@link Reflectors#start}, or {@link Reflector#start} for one kind, and {@link Store}. A list or watch is
 * taken in object by object while it streams and never held as a whole. May use {@code api} and {@code storage}; must
 * not know {@code work}, {@code lease}, {@code event} or any program: programs turn a {@link Change} into a queue key.
 */
@NullMarked
package io.csi4j.controller.watch;

import org.jspecify.annotations.NullMarked;
