package io.csi4j.resizer.claim;

import io.csi4j.controller.api.Kinds;
import io.csi4j.controller.api.KubeApi;
import io.csi4j.controller.api.Patch;
import io.csi4j.controller.storage.Claim;
import io.csi4j.controller.storage.ObjectKey;
import io.csi4j.controller.storage.SecretReference;
import io.csi4j.controller.storage.Volume;
import io.csi4j.controller.watch.Store;
import io.csi4j.resizer.status.ClaimEdit;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The API server and what is known of it. Each write is put into the store as soon as it is answered, so that the next
 * pass does not act on older state.
 *
 * @param driver its name
 * @param claims those with a volume
 * @param volumes those that may be ours
 */
public record Cluster(KubeApi kube, String driver, Store<Claim> claims, Store<Volume> volumes) {
    /** The volume that is bound to the claim, if it is ours to expand; absent for claims of others. */
    public Optional<Volume> volumeOf(Claim claim) {
        return volumes.get(ObjectKey.cluster(claim.spec().volumeName()))
                .filter(volume -> Ownership.isOurs(volume, claim, driver));
    }

    /** The claim as it is known by now: others write it too while a driver is at work. */
    public Claim latest(Claim claim) {
        return claims.byUid(claim.uid()).orElse(claim);
    }

    /** Writes the edit, if it changes anything; answers the claim as it is then. */
    public Step<Claim> write(ClaimEdit edit) {
        Claim seen = edit.seen();
        if (edit.isEmpty()) {
            return Step.ready(seen);
        }
        var patch = Patch.strategicMerge(edit.tree()).onStatus();
        return Step.of(kube.patch(Kinds.CLAIMS, seen.key(), patch), "mark claim " + seen.key())
                .then(written -> {
                    claims.put(written);
                    return Step.ready(written);
                });
    }

    /** Patches the volume, if there is anything to change. */
    public Step<Volume> write(Volume seen, Map<String, @Nullable Object> changes) {
        if (changes.isEmpty()) {
            return Step.ready(seen);
        }
        var reply = kube.patch(Kinds.VOLUMES_TO_EXPAND, seen.key(), Patch.strategicMerge(changes));
        return Step.of(reply, "change volume " + seen.name()).then(written -> {
            volumes.put(written);
            return Step.ready(written);
        });
    }

    /** What is in a secret, read for one call and never kept; nothing if no secret is named. */
    public Step<Map<String, String>> secret(@Nullable SecretReference reference) {
        return reference == null
                ? Step.ready(Map.of())
                : Step.of(kube.get(Kinds.SECRETS, reference.key()), "read secret " + reference.key())
                        .then(secret -> Step.ready(secret.entries()));
    }
}
