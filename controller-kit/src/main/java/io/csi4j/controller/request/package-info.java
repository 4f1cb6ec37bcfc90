/**
 * What every controller tells a driver in the same words.
 *
 * <p>Enter at {@link VolumeUse}. Pure: knows the records of {@code storage} and the CSI messages, nothing else.
 */
@NullMarked
package io.csi4j.controller.request;

import org.jspecify.annotations.NullMarked;
