/**
 * What the build puts into the two jars of the programs. Nothing runs here: {@link io.csi4j.dist.NodeJar} and
 * {@link io.csi4j.dist.ControllerJar} name the programs, and a jar keeps what they reach. The tests' side of this room
 * holds the training run that makes the start-up caches.
 */
@NullMarked
package io.csi4j.dist;

import org.jspecify.annotations.NullMarked;
