/**
 * Objects on the wire, JSON or protobuf, read field by field under the names that JSON has.
 *
 * <p>Enter at {@link io.csi4j.controller.codec.Fields}; {@link io.csi4j.controller.codec.Shape} tells which number of a
 * protobuf message is which name. May use {@code storage}; must not know which kinds there are, nor how they get here.
 */
@NullMarked
package io.csi4j.controller.codec;

import org.jspecify.annotations.NullMarked;
