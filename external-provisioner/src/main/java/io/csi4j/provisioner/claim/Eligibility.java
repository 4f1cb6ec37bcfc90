package io.csi4j.provisioner.claim;

import io.csi4j.controller.storage.Annotations;
import io.csi4j.controller.storage.Claim;
import io.csi4j.controller.storage.InTree;
import io.csi4j.controller.storage.StorageClass;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/** Whether a claim is ours and ripe (contract 3.1). Pure. */
public final class Eligibility {
    /** What a pass over a claim is about. */
    sealed interface Verdict {
        /** Not now, and nothing but a change of claim or class makes it so; {@code reason} is for the log. */
        record Ignored(String reason) implements Verdict {}

        /** Its class is not there (yet). */
        record ClassMissing(String storageClassName) implements Verdict {}

        /** @param selectedNode empty if nobody selected one */
        record Taken(StorageClass storageClass, String selectedNode) implements Verdict {}
    }

    private Eligibility() {}

    /**
     * Judges a claim as it stands.
     *
     * @param volumeExists whether a volume of that name is known already
     */
    static Verdict of(
            Claim claim,
            String driver,
            Function<String, Optional<StorageClass>> classes,
            Predicate<String> volumeExists) {
        if (!claim.spec().volumeName().isEmpty()) {
            return new Verdict.Ignored("bound");
        }
        if (!isAddressedTo(driver, claim)) {
            return new Verdict.Ignored("of another provisioner");
        }
        String className = classNameOf(claim);
        return classes.apply(className)
                .map(storageClass -> ofClass(claim, driver, storageClass, volumeExists))
                .orElseGet(() -> new Verdict.ClassMissing(className));
    }

    private static Verdict ofClass(
            Claim claim, String driver, StorageClass storageClass, Predicate<String> volumeExists) {
        if (storageClass.waitsForFirstConsumer()
                && claim.annotation(Annotations.SELECTED_NODE).orElse("").isEmpty()) {
            return new Verdict.Ignored("waits for a node");
        }
        // Always this name, whatever --volume-name-prefix says: contract 3.1, step 8.
        if (volumeExists.test("pvc-" + claim.uid())) {
            return new Verdict.Ignored("has a volume already");
        }
        if (!InTree.isNameOf(driver, storageClass.provisioner())) {
            return new Verdict.Ignored("class of another provisioner");
        }
        return new Verdict.Taken(storageClass, selectedNodeOf(claim));
    }

    /** Whether the claim may ever be ours as it stands. */
    static boolean isOpen(String driver, Claim claim) {
        return claim.spec().volumeName().isEmpty() && isAddressedTo(driver, claim);
    }

    /** Whether the claim may be ours or is marked for a call of ours, bound or not: what a store needs to keep. */
    public static boolean isOurs(String driver, Claim claim) {
        return (claim.spec().volumeName().isEmpty() || Marker.isOn(claim)) && isAddressedTo(driver, claim);
    }

    /** Whether the claim asks for this driver, by its own name or that of the plugin before it. */
    static boolean isAddressedTo(String driver, Claim claim) {
        return claim.annotation(Annotations.STORAGE_PROVISIONER)
                .or(() -> claim.annotation(Annotations.STORAGE_PROVISIONER_BETA))
                .filter(provisioner -> provisioner.equals(driver) || isMigrated(driver, provisioner, claim))
                .isPresent();
    }

    private static boolean isMigrated(String driver, String provisioner, Claim claim) {
        return InTree.isNameOf(driver, provisioner)
                && claim.annotation(Annotations.MIGRATED_TO)
                        .filter(driver::equals)
                        .isPresent();
    }

    /** Empty if the claim names none. */
    public static String classNameOf(Claim claim) {
        String named = claim.spec().storageClassName();
        return claim.annotation(Annotations.STORAGE_CLASS_BETA).orElse(named == null ? "" : named);
    }

    /** Empty if nobody selected one. */
    public static String selectedNodeOf(Claim claim) {
        return claim.annotation(Annotations.SELECTED_NODE)
                .or(() -> claim.annotation(Annotations.SELECTED_NODE_ALPHA))
                .orElse("");
    }
}
