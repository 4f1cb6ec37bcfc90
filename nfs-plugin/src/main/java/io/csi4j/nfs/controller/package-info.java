/**
 * The controller service: CreateVolume, DeleteVolume and what goes with them (contract sections 2 and 3).
 *
 * <p>Enter at {@link ControllerService}. It checks requests in the contract's order and leaves what is done on a share
 * to {@code share}. Must not know the node's side.
 */
@NullMarked
package io.csi4j.nfs.controller;

import org.jspecify.annotations.NullMarked;
