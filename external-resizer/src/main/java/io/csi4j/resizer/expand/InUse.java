package io.csi4j.resizer.expand;

import io.csi4j.controller.storage.Claim;
import io.csi4j.controller.storage.ObjectKey;
import io.csi4j.controller.storage.Pod;
import io.csi4j.controller.watch.Index;
import io.csi4j.controller.watch.Store;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which claims the driver would not expand because they are in use, and whether pods still use them: contract
 * external-resizer.md, section 6. Mutable: marks by claim UID. Safe for all threads.
 *
 * <p>Pods are watched from the first mark on: most drivers never need that. Until all pods are known nothing is held
 * back, as the driver's word decides.
 */
public final class InUse {
    private final boolean enabled;
    private final Store<Pod> pods;
    private final Index<Pod> users;
    private final Runnable watchPods;
    private final Set<String> marks = ConcurrentHashMap.newKeySet();

    /**
     * @param enabled {@code --handle-volume-inuse-error}
     * @param pods those that pass {@link #isUser}
     * @param watchPods begins to fill {@code pods}; may be called again
     */
    public InUse(boolean enabled, Store<Pod> pods, Runnable watchPods) {
        this.enabled = enabled;
        this.pods = pods;
        this.users = pods.index(pod -> pod.claimNames().stream()
                .map(name -> key(pod, name).toString())
                .distinct()
                .toList());
        this.watchPods = watchPods;
    }

    /** Whether the pod may hold any claim. */
    public static boolean isUser(Pod pod) {
        return !pod.hasEnded() && !pod.claimNames().isEmpty();
    }

    void mark(String claimUid) {
        if (enabled) {
            marks.add(claimUid);
            watchPods.run();
        }
    }

    void unmark(String claimUid) {
        marks.remove(claimUid);
    }

    /** Whether the driver refused the claim for its use and pods still use it. */
    boolean holdsBack(Claim claim) {
        return marks.contains(claim.uid()) && pods.isSynced() && isUsed(claim.key());
    }

    /** Claims that the pod let go as the last one, and that may have waited for that. */
    public List<ObjectKey> freedBy(Pod gone) {
        return gone.claimNames().stream()
                .map(name -> key(gone, name))
                .filter(key -> !isUsed(key))
                .toList();
    }

    /** Whether the claim waits for its pods. */
    public boolean isMarked(String claimUid) {
        return marks.contains(claimUid);
    }

    private boolean isUsed(ObjectKey claim) {
        return !users.find(claim.toString()).isEmpty();
    }

    private static ObjectKey key(Pod pod, String claimName) {
        return new ObjectKey(pod.key().namespace(), claimName);
    }
}
