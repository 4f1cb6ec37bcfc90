/**
 * {@code csi-node-driver-registrar}: tells kubelet of a CSI driver on this node.
 *
 * <p>Enter at {@link Registrar}. Asks the driver for its name once, opens the registration socket in kubelet's folder
 * and answers there until it is told to stop. Never talks to the API server: no Kubernetes client here.
 */
@NullMarked
package io.csi4j.registrar;

import org.jspecify.annotations.NullMarked;
