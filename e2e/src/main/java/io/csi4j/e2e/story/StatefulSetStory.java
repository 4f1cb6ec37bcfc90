package io.csi4j.e2e.story;

import io.csi4j.e2e.cluster.NfsInstallation;
import io.csi4j.e2e.cluster.PodManifests;
import io.csi4j.e2e.cluster.PodManifests.ClassNotation;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Story 3: a claim and a folder for each replica; scaling down keeps them, scaling up finds the data again, and the class
 * decides what is left of the folders when the claims go.
 */
public final class StatefulSetStory {
    private static final String CLASS = "story-set";
    private static final String RETAINING = "story-set-retained";

    private final NfsInstallation installation;
    private final Objects objects;
    private final Share share;

    public StatefulSetStory(NfsInstallation installation) {
        this.installation = installation;
        this.objects = Objects.of(installation);
        this.share = new Share(installation.exported());
    }

    /** Told once for each way to name the class, and each reclaim policy. */
    public void tell(Teller teller) {
        objects.apply(installation.storageClass(CLASS, "Delete", "Immediate"));
        List<String> deleted = begin(teller, "web", CLASS, ClassNotation.FIELD, 3);
        tellScaling(teller, "web", 3, deleted);
        teller.step("the set and its claims go, and so do the folders", () -> {
            end("web", 3);
            deleted.forEach(objects::awaitVolumeGone);
            deleted.forEach(share::awaitGone);
        });
        objects.apply(installation.storageClass(RETAINING, "Retain", "Immediate"));
        List<String> retained = begin(teller, "old", RETAINING, ClassNotation.ANNOTATION, 1);
        teller.step("under Retain the folders stay", () -> {
            end("old", 1);
            retained.forEach(volume -> objects.awaitVolumePhase(volume, "Released"));
            share.awaitText(retained.getFirst() + "/name", "old-0");
            retained.forEach(volume -> objects.delete("pv/" + volume));
        });
    }

    /** The volumes of a set that has just started. */
    private List<String> begin(Teller teller, String set, String storageClass, ClassNotation notation, int replicas) {
        teller.step(replicas + " replicas of " + set + ", class by " + notation.words() + ", each with a claim", () -> {
            objects.apply(PodManifests.statefulSet(set, storageClass, notation, replicas));
            claims(set, replicas).forEach(objects::awaitBound);
            objects.awaitRunning(set + "-" + (replicas - 1));
        });
        List<String> volumes =
                claims(set, replicas).stream().map(objects::volumeOf).toList();
        teller.step(
                "each replica wrote its name into its own folder",
                () -> IntStream.range(0, replicas)
                        .forEach(i -> share.awaitText(volumes.get(i) + "/name", set + "-" + i)));
        return volumes;
    }

    private void end(String set, int replicas) {
        objects.delete("statefulset/" + set);
        IntStream.range(0, replicas).forEach(i -> objects.endPod(set + "-" + i));
        claims(set, replicas).forEach(claim -> objects.delete("pvc/" + claim));
    }

    private void tellScaling(Teller teller, String set, int replicas, List<String> volumes) {
        String last = set + "-" + (replicas - 1);
        teller.step("scaled down and up again, the last replica finds its data", () -> {
            scale(set, replicas - 1);
            objects.endPod(last);
            share.awaitText(volumes.getLast() + "/name", last);
            scale(set, replicas);
            objects.awaitRunning(last);
            Check.equal("the name in the replica's volume", last, objects.exec(last, "head -n 1 /data/name"));
            Check.equal("its volume", volumes.getLast(), objects.volumeOf("www-" + last));
        });
    }

    private void scale(String set, int replicas) {
        installation.kubectl().run("scale", "statefulset", set, "--replicas=" + replicas);
    }

    private static List<String> claims(String set, int replicas) {
        return IntStream.range(0, replicas)
                .mapToObj(i -> "www-" + set + "-" + i)
                .toList();
    }
}
