package io.csi4j.controller.storage;

import java.util.List;

/**
 * A Pod, reduced to the claims it uses.
 *
 * @param phase as in the API: {@code Pending}, {@code Running}, {@code Succeeded}, {@code Failed}, {@code Unknown}
 * @param claimNames claims its volumes name, in the pod's namespace; generic ephemeral volumes count with the name of
 *     the claim made for them, {@code <pod>-<volume>}
 */
public record Pod(Meta meta, String phase, List<String> claimNames) implements KubeObject {
    public Pod {
        claimNames = List.copyOf(claimNames);
    }

    /** Whether its containers have ended for good, so that it holds no volume any more. */
    public boolean hasEnded() {
        return phase.equals("Succeeded") || phase.equals("Failed");
    }
}
