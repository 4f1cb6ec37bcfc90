package io.csi4j.provisioner.claim;

import io.csi4j.controller.api.Kinds;
import io.csi4j.controller.api.KubeApi;
import io.csi4j.controller.api.Reply;
import io.csi4j.controller.storage.Claim;
import io.csi4j.controller.watch.Store;
import io.csi4j.provisioner.request.Step;
import io.csi4j.sidecar.log.Log;
import io.csi4j.spec.v1.CreateVolumeRequest;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Marks claims before their volumes are made and takes the marks off afterwards, so that no restart forgets a call that
 * may still run (issue 486; contract section 13). Marks of an earlier process count whether marking is on or not.
 * Mutable: knows which marks are of this process; safe for all threads.
 */
public final class ClaimMarks {
    private static final Log log = Log.of(ClaimMarks.class);

    private final KubeApi kube;
    private final Store<Claim> claims;
    private final boolean enabled;

    /** UIDs of claims this process has marked, or whose mark it has taken note of. */
    private final Set<String> known = ConcurrentHashMap.newKeySet();

    /** @param enabled {@code --durable-provisioning} */
    public ClaimMarks(KubeApi kube, Store<Claim> claims, boolean enabled) {
        this.kube = kube;
        this.claims = claims;
        this.enabled = enabled;
    }

    /** Whether the claim waits for its volume to be saved. */
    public static boolean isOn(Claim claim) {
        return Marker.isOn(claim);
    }

    /** Whether the two states differ by our marking alone. */
    public static boolean isAllThatChanged(Claim before, Claim now) {
        return Marker.isAllThatChanged(before, now);
    }

    /** Whether another process left the mark: true once for each claim. */
    boolean isFound(Claim claim) {
        return Marker.isOn(claim) && known.add(claim.uid());
    }

    /** Makes sure that the claim tells of the call; a claim that has gone while its call may run needs no mark. */
    Step<Claim> mark(Claim claim, CreateVolumeRequest request) {
        Claim current = current(claim);
        boolean isWanted =
                (enabled || Marker.isOn(current)) && claims.byUid(claim.uid()).isPresent();
        if (!isWanted || Marker.tells(current, request)) {
            return Step.ready(current);
        }
        var reply = kube.updateMeta(Kinds.CLAIMS, current, Marker.set(request));
        if (reply instanceof Reply.Found<Claim>(var marked)) {
            known.add(claim.uid());
            claims.put(marked);
            return Step.ready(marked);
        }
        return Step.noChange("cannot mark the claim before its volume is made: " + reply.problem());
    }

    boolean isMarked(Claim claim) {
        return Marker.isOn(current(claim));
    }

    /**
     * Takes the mark off: nothing runs any more, and nothing is left to be saved.
     *
     * @return why it is still on, empty if it is off
     */
    String clear(Claim claim) {
        Claim current = current(claim);
        if (!Marker.isOn(current)) {
            return "";
        }
        var reply = kube.updateMeta(Kinds.CLAIMS, current, Marker.clear());
        if (reply instanceof Reply.Found<Claim>(var cleared)) {
            known.remove(claim.uid());
            claims.put(cleared);
            return "";
        }
        if (reply instanceof Reply.Absent<Claim>) {
            return "";
        }
        log.warning("claim stays marked for now", "claim", claim.key(), "reason", reply.problem());
        return reply.problem();
    }

    void forget(String claimUid) {
        known.remove(claimUid);
    }

    private Claim current(Claim claim) {
        return claims.byUid(claim.uid()).orElse(claim);
    }
}
