package io.csi4j.attacher.published;

import io.csi4j.attacher.request.Problem;
import io.csi4j.attacher.request.Step;
import io.csi4j.sidecar.csi.ControllerCalls;
import io.csi4j.sidecar.csi.Outcome;
import io.csi4j.sidecar.launch.Ticker;
import io.csi4j.spec.v1.ListVolumesRequest;
import io.csi4j.spec.v1.ListVolumesResponse;
import java.time.Duration;

/**
 * All pages of ListVolumes within one limit of time.
 *
 * @param maxEntries of a page, 0 leaves it to the driver
 * @param limit of all pages together
 */
public record Listing(ControllerCalls calls, int maxEntries, Duration limit, Ticker ticker) {
    /** Blocked by the first page that fails: half a list would tell of volumes that are not there. */
    Step<PublishedNodes> read() {
        long deadline = ticker.nanoTime() + limit.toNanos();
        var nodes = new PublishedNodes();
        String token = "";
        do {
            switch (page(token, Duration.ofNanos(deadline - ticker.nanoTime()))) {
                case Outcome.Done<ListVolumesResponse>(var page) -> {
                    nodes.add(page);
                    token = page.getNextToken();
                }
                case Outcome.Refused<ListVolumesResponse>(var why, var status) -> {
                    return new Step.Blocked<>(Problem.of(status));
                }
                case Outcome.Uncertain<ListVolumesResponse>(var status) -> {
                    return new Step.Blocked<>(Problem.of(status));
                }
            }
        } while (!token.isEmpty());
        return Step.ready(nodes);
    }

    private Outcome<ListVolumesResponse> page(String token, Duration left) {
        var request = ListVolumesRequest.newBuilder()
                .setMaxEntries(maxEntries)
                .setStartingToken(token)
                .build();
        return calls.listVolumes(request, left);
    }
}
