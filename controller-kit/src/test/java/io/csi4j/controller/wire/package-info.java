/**
 * An HTTP server whose every answer a test writes itself: what real API servers answer, and what networks make of it.
 */
@NullMarked
package io.csi4j.controller.wire;

import org.jspecify.annotations.NullMarked;
