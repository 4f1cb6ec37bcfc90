/**
 * The NFS driver {@code nfs.csi.k8s.io}: the program {@code nfsplugin}, and {@link NfsPlugin#start} for a program that
 * embeds it.
 *
 * <p>One binary without modes: every process serves identity, controller and node on one socket, and the sidecars of
 * its pod decide what is used (docs/contracts/nfs-plugin.md, section 1). Only this package reads flags and wires the
 * rooms; they do not know each other's services.
 */
@NullMarked
package io.csi4j.nfs;

import org.jspecify.annotations.NullMarked;
