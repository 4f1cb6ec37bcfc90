package io.csi4j.provisioner.ownership;

import io.csi4j.controller.api.Kinds;
import io.csi4j.controller.api.KubeApi;
import io.csi4j.controller.api.MetaEdit;
import io.csi4j.controller.api.Reply;
import io.csi4j.controller.storage.Annotations;
import io.csi4j.controller.storage.Claim;
import io.csi4j.controller.storage.StorageClass;
import io.csi4j.controller.watch.Store;
import io.csi4j.provisioner.request.CreateRequest;
import io.csi4j.provisioner.request.Obstacle;
import io.csi4j.provisioner.request.Step;
import io.csi4j.provisioner.volume.Driver;
import io.csi4j.sidecar.csi.Outcome;
import io.csi4j.sidecar.log.Log;
import io.csi4j.spec.v1.CreateVolumeRequest;
import io.csi4j.spec.v1.GetCapacityRequest;
import io.csi4j.spec.v1.GetCapacityResponse;
import io.csi4j.spec.v1.Topology;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

/**
 * Which claims this node works on. A claim that binds at once and has no node is taken by writing our node into it,
 * after a pause that differs from node to node and if there is room; the change of the claim then has it provisioned.
 * Upstream sleeps through that pause in a worker; here the pass ends and comes back.
 */
public final class NodeOwnership {
    private static final Log log = Log.of(NodeOwnership.class);

    /** When to look again for room nobody told us of: upstream's resync. */
    private static final Duration NEXT_LOOK = Duration.ofMinutes(15);

    private final OwnershipRules rules;
    private final Contest contest;
    private final KubeApi kube;
    private final Store<Claim> claims;
    private final Driver driver;

    /** What a pass over a claim does. */
    public sealed interface Answer {
        /** Provision. */
        record Ours() implements Answer {}

        /** Nothing, until the claim changes. */
        record NotOurs(String reason) implements Answer {}

        /** Nothing now. */
        record Later(Duration delay, String reason) implements Answer {}

        /** We wanted the claim and could not take it. */
        record Failed(Obstacle obstacle) implements Answer {}
    }

    /** @param claims learns at once of each claim taken */
    public NodeOwnership(OwnershipRules rules, Contest contest, KubeApi kube, Store<Claim> claims, Driver driver) {
        this.rules = rules;
        this.contest = contest;
        this.kube = kube;
        this.claims = claims;
        this.driver = driver;
    }

    /** Whether a claim can ever be that node's as it stands. */
    public static boolean mayBe(Claim claim, String node) {
        return Ownership.isNotElsewhere(claim, node);
    }

    /** This node's name. */
    public String node() {
        return rules.node().name();
    }

    /** @param preparation the request as it would be with this node selected */
    public Answer of(Claim claim, StorageClass storageClass, Supplier<Step<CreateRequest>> preparation) {
        return switch (Ownership.of(claim, storageClass, rules)) {
            case Ownership.Ours() -> new Answer.Ours();
            case Ownership.NotOurs(var reason) -> {
                contest.forget(claim.uid());
                yield new Answer.NotOurs(reason);
            }
            case Ownership.Open() -> contend(claim, preparation);
        };
    }

    /** The claim is gone, bound or another node's. */
    public void forget(String claimUid) {
        contest.forget(claimUid);
    }

    private Answer contend(Claim claim, Supplier<Step<CreateRequest>> preparation) {
        var left = contest.untilTurn(claim.uid());
        if (left.isPositive()) {
            return new Answer.Later(left, "another node may take the claim first");
        }
        contest.used(claim.uid());
        return hasRoom(claim, preparation) ? take(claim) : new Answer.Later(NEXT_LOOK, "not enough room on this node");
    }

    /** Also if that cannot be found out: whoever takes the claim tells the user what is wrong. */
    private boolean hasRoom(Claim claim, Supplier<Step<CreateRequest>> preparation) {
        if (claim.requestedBytes() == 0) {
            return true;
        }
        return switch (preparation.get()) {
            case Step.Blocked<CreateRequest> _ -> true;
            case Step.Ready<CreateRequest>(var request) -> {
                var message = request.message();
                var places = message.getAccessibilityRequirements().getRequisiteList();
                yield places.isEmpty()
                        ? hasRoom(message, List.of())
                        : places.stream().anyMatch(place -> hasRoom(message, List.of(place)));
            }
        };
    }

    /** @param place one or none */
    private boolean hasRoom(CreateVolumeRequest message, List<Topology> place) {
        var request = GetCapacityRequest.newBuilder()
                .addAllVolumeCapabilities(message.getVolumeCapabilitiesList())
                .putAllParameters(message.getParametersMap());
        place.forEach(request::setAccessibleTopology);
        return switch (driver.capacity(request.build())) {
            case Outcome.Done<GetCapacityResponse>(var response) ->
                response.getAvailableCapacity() >= message.getCapacityRange().getRequiredBytes();
            case Outcome.Refused<GetCapacityResponse> _, Outcome.Uncertain<GetCapacityResponse> _ -> true;
        };
    }

    private Answer take(Claim claim) {
        var edit = MetaEdit.setAnnotation(Annotations.SELECTED_NODE, node());
        return switch (kube.updateMetaAsSeen(Kinds.CLAIMS, claim, edit)) {
            case Reply.Found<Claim>(var taken) -> {
                log.v(3).info("claim taken", "claim", claim.key(), "node", node());
                claims.put(taken);
                yield new Answer.NotOurs("taken just now, which its change tells");
            }
            case Reply.Conflict<Claim> _ ->
                new Answer.Later(contest.untilTurn(claim.uid()), "somebody changed the claim in between");
            case Reply.Absent<Claim> _ -> new Answer.NotOurs("gone");
            case Reply.Exists<Claim> other -> failed(other);
            case Reply.Rejected<Claim> other -> failed(other);
            case Reply.Unreachable<Claim> other -> failed(other);
        };
    }

    private Answer failed(Reply<Claim> reply) {
        return new Answer.Failed(Obstacle.noChange("cannot select node " + node() + ": " + reply.problem()));
    }
}
