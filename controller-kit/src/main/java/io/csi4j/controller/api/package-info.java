/**
 * The only room that knows the Kubernetes client and how its objects are written.
 *
 * <p>Enter at {@code KubeApi}. Reads answer our records, writes take them; conflict and absence are values of
 * {@link Reply}. May use {@code storage} and {@code codec}; must not know {@code watch}, {@code work} or any program.
 */
@NullMarked
package io.csi4j.controller.api;

import org.jspecify.annotations.NullMarked;
