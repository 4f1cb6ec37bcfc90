package io.csi4j.e2e.story;

import io.csi4j.e2e.cluster.NfsInstallation;
import io.csi4j.lab.Eventually;
import io.csi4j.lab.Kubectl;
import java.time.Duration;

/**
 * What stories do with claims, volumes and pods of namespace {@code default}.
 *
 * @param kubectl as the administrator
 */
public record Objects(Kubectl kubectl) {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** A pod on the emulated node takes some ten seconds; several at once take longer. */
    private static final Duration POD_PATIENCE = Duration.ofMinutes(3);

    private static final String NAMESPACE = "default";

    public static Objects of(NfsInstallation installation) {
        return new Objects(installation.kubectl());
    }

    public void apply(String manifest) {
        kubectl.apply(manifest);
    }

    public void awaitBound(String claim) {
        kubectl.awaitCondition(NAMESPACE, "pvc/" + claim, "jsonpath={.status.phase}=Bound", PATIENCE);
    }

    public void awaitRunning(String pod) {
        kubectl.awaitCondition(NAMESPACE, "pod/" + pod, "condition=Ready", POD_PATIENCE);
    }

    public String volumeOf(String claim) {
        return kubectl.get(NAMESPACE, "pvc/" + claim, "{.spec.volumeName}");
    }

    public String volumePhase(String volume) {
        return kubectl.get(NAMESPACE, "pv/" + volume, "{.status.phase}");
    }

    public void awaitVolumePhase(String volume, String phase) {
        Eventually.until(
                "volume " + volume + " to be " + phase,
                PATIENCE,
                () -> volumePhase(volume).equals(phase));
    }

    public void awaitVolumeGone(String volume) {
        kubectl.awaitGone(NAMESPACE, "pv/" + volume, PATIENCE);
    }

    public void delete(String object) {
        kubectl.delete(NAMESPACE, object);
    }

    public void awaitGone(String object) {
        kubectl.awaitGone(NAMESPACE, object, POD_PATIENCE);
    }

    /** Deletes a pod without its grace period: busybox's sleep does not listen to SIGTERM. */
    public void endPod(String pod) {
        kubectl.run("delete", "pod", "-n", NAMESPACE, pod, "--grace-period=1", "--wait=false", "--ignore-not-found");
        awaitGone("pod/" + pod);
    }

    /** Ends the pod and deletes the claim of that name; returns when the claim's volume, which it answers, is gone. */
    public String removeWithPod(String claim) {
        return removeWithPod(claim, PATIENCE);
    }

    /** As {@link #removeWithPod(String)}, for volumes that take longer to go. */
    public String removeWithPod(String claim, Duration patience) {
        String volume = volumeOf(claim);
        endPod(claim);
        delete("pvc/" + claim);
        kubectl.awaitGone(NAMESPACE, "pv/" + volume, patience);
        return volume;
    }

    public String exec(String pod, String script) {
        return kubectl.exec(NAMESPACE, pod, "sh", "-c", script).strip();
    }
}
