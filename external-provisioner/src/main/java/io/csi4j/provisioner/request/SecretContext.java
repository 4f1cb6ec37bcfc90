package io.csi4j.provisioner.request;

import io.csi4j.controller.storage.Claim;
import io.csi4j.controller.storage.ClaimReference;
import java.util.HashMap;
import java.util.Map;

/**
 * What the tokens of a secret's name and namespace stand for.
 *
 * @param ofNamespace tokens a namespace may use
 * @param ofName tokens a name may use
 */
public record SecretContext(Map<String, String> ofNamespace, Map<String, String> ofName) {
    private static final String VOLUME_NAME = "pv.name";
    private static final String CLAIM_NAMESPACE = "pvc.namespace";
    private static final String CLAIM_NAME = "pvc.name";

    /** For a claim that is there. */
    public static SecretContext of(String volumeName, Claim claim) {
        var name = named(volumeName, claim.key().namespace(), claim.name());
        claim.annotations().forEach((key, value) -> name.put("pvc.annotations['" + key + "']", value));
        return new SecretContext(namespaced(volumeName, claim.key().namespace()), name);
    }

    /** For a claim that is gone: its annotations are unknown, so a template that needs one fails. */
    public static SecretContext of(String volumeName, ClaimReference claim) {
        return new SecretContext(
                namespaced(volumeName, claim.namespace()), named(volumeName, claim.namespace(), claim.name()));
    }

    private static Map<String, String> namespaced(String volumeName, String claimNamespace) {
        return Map.of(VOLUME_NAME, volumeName, CLAIM_NAMESPACE, claimNamespace);
    }

    private static Map<String, String> named(String volumeName, String claimNamespace, String claimName) {
        var values = new HashMap<>(namespaced(volumeName, claimNamespace));
        values.put(CLAIM_NAME, claimName);
        return values;
    }
}
