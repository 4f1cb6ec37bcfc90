/**
 * The programs of this clone installed on a lab, as an operator would install them on a cluster.
 *
 * <p>Enter at {@link NfsInstallation}. Knows the programs only by their start scripts and the manifests in
 * {@code deploy/}: no class of theirs is used here.
 */
@NullMarked
package io.csi4j.e2e.cluster;

import org.jspecify.annotations.NullMarked;
