/**
 * The real cluster that a measurement runs on, asked with as little work as possible: plain HTTP, objects as text.
 *
 * <p>Enter at {@link Cluster}. May read the clock, since it stamps what a watch tells at its arrival. Knows no program
 * that is measured.
 */
@NullMarked
package io.csi4j.bench.cluster;

import org.jspecify.annotations.NullMarked;
