package io.csi4j.provisioner.ownership;

import io.csi4j.provisioner.topology.OwnNode;

/**
 * The flags that decide what is this node's.
 *
 * @param immediateBinding {@code --node-deployment-immediate-binding}: may take claims nobody selected a node for
 * @param topology whether topology is looked at
 * @param strict {@code --strict-topology}
 */
public record OwnershipRules(OwnNode node, boolean immediateBinding, boolean topology, boolean strict) {}
