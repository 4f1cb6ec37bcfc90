/**
 * The Kubernetes objects the controllers decide on, as small immutable records that hold the needed fields only.
 *
 * <p>Enter at {@link Claim}, {@link Volume}, {@link StorageClass} and {@link Attachment}. Everything here is a value:
 * checked and copied when made, safe to share between threads, never mutated. Pure: no client, JSON, clock or log; must
 * not know any other room.
 */
@NullMarked
package io.csi4j.controller.storage;

import org.jspecify.annotations.NullMarked;
