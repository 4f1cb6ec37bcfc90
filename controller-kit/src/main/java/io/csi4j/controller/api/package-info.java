/**
 * The only room that knows the Kubernetes client and the JSON of its objects.
 *
 * <p>Enter at {@code KubeApi}. Reads answer our records, writes take them; conflict and absence are values of
 * {@link Reply}. May use {@code storage}; must not know {@code watch}, {@code work} or any program.
 */
@NullMarked
package io.csi4j.controller.api;

import org.jspecify.annotations.NullMarked;
