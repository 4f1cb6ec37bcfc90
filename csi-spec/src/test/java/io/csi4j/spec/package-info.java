/**
 * Holds our protos against the published ones: {@link SpecTable} prints ours, the resource {@code published.txt} is
 * what the Go program under {@code src/test/go} prints of the published modules.
 */
@NullMarked
package io.csi4j.spec;

import org.jspecify.annotations.NullMarked;
