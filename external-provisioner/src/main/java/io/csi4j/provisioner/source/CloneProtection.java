package io.csi4j.provisioner.source;

import io.csi4j.controller.api.Kinds;
import io.csi4j.controller.api.KubeApi;
import io.csi4j.controller.api.MetaEdit;
import io.csi4j.controller.api.Reply;
import io.csi4j.controller.storage.Claim;
import io.csi4j.controller.storage.Finalizers;
import io.csi4j.controller.storage.ObjectKey;
import io.csi4j.controller.watch.Change;
import io.csi4j.controller.watch.Store;
import io.csi4j.controller.work.Next;
import io.csi4j.controller.work.Reconciler;
import io.csi4j.controller.work.WorkQueue;
import io.csi4j.provisioner.request.ContentSource;
import io.csi4j.sidecar.log.Log;

/**
 * Lets claims go that were cloned, once they are deleted and nobody clones them any more (contract 5.2), whichever
 * provisioner protected them. Keys are those of source claims.
 */
public final class CloneProtection implements Reconciler<ObjectKey> {
    private static final Log log = Log.of(CloneProtection.class);

    private final KubeApi kube;
    private final Store<Claim> claims;
    private final Usage usage;

    /** @param claims at least those that {@link #isProtected} names, and those that copy */
    public CloneProtection(KubeApi kube, Store<Claim> claims, Usage usage) {
        this.kube = kube;
        this.claims = claims;
        this.usage = usage;
    }

    public static boolean isProtected(Claim claim) {
        return claim.hasFinalizer(Finalizers.CLONE_SOURCE);
    }

    /** Queues a source when it is deleted, and again when a claim that copies from it is done or gone. */
    public void subscribe(WorkQueue<ObjectKey> queue) {
        claims.subscribe(change -> {
            Claim claim = change.latest();
            if (isWaiting(claim) && !(change instanceof Change.Deleted<Claim>)) {
                queue.add(claim.key());
            }
            if (change instanceof Change.Deleted<Claim> || !Usage.isCopying(claim)) {
                ContentSource.named(claim).ifPresent(source -> {
                    if (source instanceof ContentSource.FromClaim(var key)
                            && claims.get(key)
                                    .filter(CloneProtection::isWaiting)
                                    .isPresent()) {
                        queue.add(key);
                    }
                });
            }
        });
    }

    private static boolean isWaiting(Claim claim) {
        return claim.isDeleting() && isProtected(claim);
    }

    @Override
    public Next reconcile(ObjectKey key) {
        var source = claims.get(key).filter(CloneProtection::isWaiting);
        if (source.isEmpty()) {
            return Next.forget();
        }
        if (usage.isNeeded(new ContentSource.FromClaim(key))) {
            log.v(3).info("source claim is still being cloned", "claim", key);
            return Next.backoff("still being cloned");
        }
        var edit = MetaEdit.removeFinalizer(Finalizers.CLONE_SOURCE);
        Reply<Claim> reply = kube.updateMeta(Kinds.CLAIMS, source.get(), edit);
        if (reply instanceof Reply.Found<Claim> || reply instanceof Reply.Absent<Claim>) {
            log.v(3).info("source claim released", "claim", key);
            return Next.forget();
        }
        log.error(null, "source claim is not released yet", "claim", key, "reason", reply.problem());
        return Next.backoff(reply.problem());
    }
}
