/**
 * Volumes of in-tree plugins as the CSI driver that took over from the plugin knows them.
 *
 * <p>Enter at {@link Translation}. Pure: no client, JSON, clock or log. May use {@code storage}; must not know any other
 * room. Source: contract external-attacher.md, section 6 (csi-translation-lib).
 */
@NullMarked
package io.csi4j.controller.intree;

import org.jspecify.annotations.NullMarked;
