/**
 * Node deployment: which claims and volumes are this node's, when a provisioner runs beside the driver on every node
 * (contract 3.3).
 *
 * <p>Enter at {@link io.csi4j.provisioner.ownership.NodeOwnership}. {@code Ownership} and {@code Delays} decide and are
 * pure; {@code Contest} waits for nobody, it says how long to wait. May use {@code request}, {@code topology} and
 * {@code volume}; must not know {@code claim} or {@code capacity}.
 */
@NullMarked
package io.csi4j.provisioner.ownership;

import org.jspecify.annotations.NullMarked;
