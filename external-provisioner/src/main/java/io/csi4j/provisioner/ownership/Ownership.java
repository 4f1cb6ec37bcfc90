package io.csi4j.provisioner.ownership;

import io.csi4j.controller.storage.Annotations;
import io.csi4j.controller.storage.BindingMode;
import io.csi4j.controller.storage.Claim;
import io.csi4j.controller.storage.StorageClass;
import io.csi4j.provisioner.topology.Accessibility;
import io.csi4j.provisioner.topology.Seen;

/** Whose a claim is. Pure. */
sealed interface Ownership {
    /** This node was selected. */
    record Ours() implements Ownership {}

    /** Another node's, or nobody's until one is selected. */
    record NotOurs(String reason) implements Ownership {}

    /** Any node may take it that has room. */
    record Open() implements Ownership {}

    static Ownership of(Claim claim, StorageClass storageClass, OwnershipRules rules) {
        String selected = selectedNodeOf(claim);
        if (!selected.isEmpty()) {
            return selected.equals(rules.node().name()) ? new Ours() : new NotOurs("node " + selected + " is selected");
        }
        if (storageClass.bindingMode() != BindingMode.IMMEDIATE) {
            return new NotOurs("waits for a node");
        }
        if (!rules.immediateBinding()) {
            return new NotOurs("no node is selected, and --node-deployment-immediate-binding is off");
        }
        return isAllowedHere(claim, storageClass, rules)
                ? new Open()
                : new NotOurs("the allowed topologies leave this node out");
    }

    /** Whether a claim can ever be that node's as it stands: what a store of claims needs to keep. */
    static boolean isNotElsewhere(Claim claim, String node) {
        String selected = selectedNodeOf(claim);
        return selected.isEmpty() || selected.equals(node);
    }

    private static boolean isAllowedHere(Claim claim, StorageClass storageClass, OwnershipRules rules) {
        if (!rules.topology() || storageClass.allowedTopologies().isEmpty()) {
            return true;
        }
        var question = new Accessibility.Question(
                claim.name(),
                rules.node().name(),
                storageClass.allowedTopologies(),
                rules.strict(),
                false,
                Seen.NOTHING);
        return switch (Accessibility.of(question, rules.node())) {
            case Accessibility.Answer.Required _, Accessibility.Answer.Unrestricted _ -> true;
            case Accessibility.Answer.NodeGone _, Accessibility.Answer.Unclear _ -> false;
        };
    }

    private static String selectedNodeOf(Claim claim) {
        return claim.annotation(Annotations.SELECTED_NODE).orElse("");
    }
}
