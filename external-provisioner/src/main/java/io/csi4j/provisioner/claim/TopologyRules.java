package io.csi4j.provisioner.claim;

/**
 * What topology means for this process.
 *
 * @param active the gate is on and the driver constrains where its volumes can be reached
 * @param strict {@code --strict-topology}
 * @param immediate {@code --immediate-topology}
 */
public record TopologyRules(boolean active, boolean strict, boolean immediate) {}
