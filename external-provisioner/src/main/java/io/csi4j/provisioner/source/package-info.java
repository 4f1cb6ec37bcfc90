/**
 * What volumes are filled from: reads snapshots, claims and grants, and keeps a source there while somebody copies it.
 *
 * <p>Enter at {@code Sources} for one attempt, {@code CloneProtection} and {@code SnapshotWatch} for what lets sources
 * go again, and {@code SourceWakeUps} for who waits for them. What is allowed is decided in {@code request}; must not
 * know {@code claim} or {@code volume}.
 */
@NullMarked
package io.csi4j.provisioner.source;

import org.jspecify.annotations.NullMarked;
