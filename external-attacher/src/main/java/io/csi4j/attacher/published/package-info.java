/**
 * Compares what the driver lists as published with what the attachments say.
 *
 * <p>Enter at {@link PublishedPass}; {@link PublishedNodes} is pure. May use {@code request}, {@code attachment} and
 * both kits.
 */
@NullMarked
package io.csi4j.attacher.published;

import org.jspecify.annotations.NullMarked;
