/**
 * Turns an attachment and what it refers to into the requests for the driver, or says why there can be none.
 *
 * <p>Enter at {@link Source#of}, {@link CsiVolume#of}, {@link PublishRequest#of} and {@link NodeIds}. Pure: no client,
 * clock, log or random. May use {@code storage} and the driver's protocol; must not know any other room.
 */
@NullMarked
package io.csi4j.attacher.request;

import org.jspecify.annotations.NullMarked;
