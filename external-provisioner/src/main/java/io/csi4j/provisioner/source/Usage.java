package io.csi4j.provisioner.source;

import io.csi4j.controller.storage.Claim;
import io.csi4j.controller.storage.ClaimPhase;
import io.csi4j.controller.watch.Index;
import io.csi4j.provisioner.request.ContentSource;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Which claims copy from a source.
 *
 * @param bySource claims of all drivers that name a source and have no volume yet, by {@link #terms}
 * @param inProgress claims whose call may still run, perhaps gone from the cluster
 */
public record Usage(Index<Claim> bySource, Supplier<Stream<Claim>> inProgress) {
    /** What a store's index of claims by their source is made of. */
    public static List<String> terms(Claim claim) {
        return ContentSource.named(claim).map(ContentSource::toString).stream().toList();
    }

    /** Whether the claim waits for a volume and names a source: no driver asked, as all protect one another's. */
    public static boolean isCopying(Claim claim) {
        return isPending(claim) && ContentSource.named(claim).isPresent();
    }

    /** Whether any claim names the source: changes of it matter then. */
    public boolean isWanted(ContentSource source) {
        return !bySource.find(source.toString()).isEmpty();
    }

    boolean isNeeded(ContentSource source) {
        return isNeededByOthers(source, "");
    }

    /** Whether a claim other than that one still copies from the source. */
    boolean isNeededByOthers(ContentSource source, String claimUid) {
        var waiting = bySource.find(source.toString()).stream().filter(Usage::isPending);
        var running = inProgress
                .get()
                .filter(claim ->
                        ContentSource.named(claim).filter(source::equals).isPresent());
        return Stream.concat(waiting, running).anyMatch(claim -> !claim.uid().equals(claimUid));
    }

    private static boolean isPending(Claim claim) {
        return claim.status().phase() == ClaimPhase.PENDING || claim.status().phase() == ClaimPhase.NONE;
    }
}
