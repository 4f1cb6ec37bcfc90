package io.csi4j.provisioner.claim;

import io.csi4j.controller.storage.Claim;
import io.csi4j.controller.storage.DataSource;
import io.csi4j.controller.storage.SecretReference;
import io.csi4j.controller.storage.StorageClass;
import io.csi4j.controller.storage.Volume;
import io.csi4j.provisioner.request.ContentSource;
import io.csi4j.provisioner.request.CreateRequest;
import io.csi4j.provisioner.request.Obstacle;
import io.csi4j.provisioner.request.State;
import io.csi4j.provisioner.request.Step;
import io.csi4j.provisioner.topology.Accessibility;
import io.csi4j.provisioner.topology.Accessibility.Answer;
import io.csi4j.provisioner.volume.PersistentVolumes;
import io.csi4j.sidecar.csi.Outcome;
import io.csi4j.spec.v1.CreateVolumeResponse;
import io.csi4j.spec.v1.TopologyRequirement;
import io.csi4j.spec.v1.VolumeContentSource;
import java.util.Map;
import java.util.Optional;

/** One try to make a claim's volume at the driver: gather, ask, check the answer. Used once, by one thread. */
final class ProvisionAttempt implements CreateRequest.Surroundings {
    /** Tries to remove a volume that turned out unusable (contract section 6). */
    private static final int REMOVALS = 5;

    private final Setup setup;
    private final Claim claim;
    private final StorageClass storageClass;
    private final String selectedNode;
    private Remembered remembered;

    /** What came of it. */
    sealed interface Result {
        /** The driver made the volume; it is not saved yet. */
        record Made(Volume volume) implements Result {}

        /** @param remembered to be given back with the next attempt if this one is in background */
        record Failed(CreateFailure failure, Remembered remembered) implements Result {}
    }

    /**
     * @param selectedNode empty if nobody selected one
     * @param remembered what an earlier attempt that may still run has found out
     */
    ProvisionAttempt(Setup setup, Claim claim, StorageClass storageClass, String selectedNode, Remembered remembered) {
        this.setup = setup;
        this.claim = claim;
        this.storageClass = storageClass;
        this.selectedNode = selectedNode;
        this.remembered = remembered;
    }

    /** Builds the request without asking the driver for a volume. */
    Step<CreateRequest> prepare() {
        return CreateRequest.of(
                claim, storageClass, setup.driver().features(), setup.rules().request(), this);
    }

    Result run() {
        return switch (prepare()) {
            case Step.Ready<CreateRequest>(var complete) -> marked(complete);
            case Step.Blocked<CreateRequest>(var obstacle) -> failed(CreateFailure.of(obstacle));
        };
    }

    private Result marked(CreateRequest request) {
        return switch (setup.marks().mark(claim, request.message())) {
            case Step.Ready<Claim> _ -> ask(request);
            case Step.Blocked<Claim>(var obstacle) -> failed(CreateFailure.of(obstacle));
        };
    }

    private Result ask(CreateRequest request) {
        return switch (setup.driver().create(request.message())) {
            case Outcome.Done<CreateVolumeResponse>(var response) -> check(request, response);
            case Outcome.Refused<CreateVolumeResponse>(var why, var status) ->
                failed(CreateFailure.refused(why, status, mayReschedule()));
            case Outcome.Uncertain<CreateVolumeResponse> uncertain -> failed(CreateFailure.uncertain(uncertain));
        };
    }

    /** An answer that cannot be used is in background: the same call may bring a better one, or find what it made. */
    private Result check(CreateRequest request, CreateVolumeResponse response) {
        if (!response.hasVolume()) {
            return failed(CreateFailure.inBackground("the driver answered CreateVolume without a volume"));
        }
        long required = request.message().getCapacityRange().getRequiredBytes();
        long made = response.getVolume().getCapacityBytes();
        if (made != 0 && made < required) {
            remove(response.getVolume().getVolumeId(), request.message().getSecretsMap());
            return failed(CreateFailure.inBackground(
                    "created volume capacity " + made + " less than requested capacity " + required));
        }
        if (request.message().hasVolumeContentSource() && !response.getVolume().hasContentSource()) {
            remove(response.getVolume().getVolumeId(), request.message().getSecretsMap());
            return failed(
                    CreateFailure.inBackground(
                            "the driver answered CreateVolume without the content source it was asked to fill the volume from"));
        }
        return new Result.Made(PersistentVolumes.of(
                claim,
                storageClass,
                request,
                response.getVolume(),
                setup.rules().volume()));
    }

    /** All tries together take no longer than one call may. */
    private void remove(String handle, Map<String, String> secrets) {
        var driver = setup.driver();
        long start = setup.ticker().nanoTime();
        for (int i = 0; i < REMOVALS; i++) {
            var left = driver.timeout().minusNanos(setup.ticker().nanoTime() - start);
            if (!left.isPositive() || driver.delete(handle, secrets, left) instanceof Outcome.Done<?>) {
                return;
            }
        }
    }

    private Result failed(CreateFailure failure) {
        return new Result.Failed(failure, remembered);
    }

    private boolean mayReschedule() {
        return setup.rules().topology().active() && !selectedNode.isEmpty();
    }

    /** A call that may still run was allowed to refer to it. */
    @Override
    public Step<DataSource> reach(DataSource source) {
        return remembered.content() != null
                ? Step.ready(source)
                : setup.sources().reach(claim, source);
    }

    /** A call that may still run is repeated as it was, even if its source has gone meanwhile (issue 1449). */
    @Override
    public Step<VolumeContentSource> content(ContentSource source) {
        var known = remembered.content();
        if (known != null) {
            return Step.ready(known);
        }
        return setup.sources()
                .content(claim, storageClass.provisioner(), source)
                .then(content -> {
                    remembered = remembered.with(content);
                    return Step.ready(content);
                });
    }

    @Override
    public Step<Optional<TopologyRequirement>> accessibility() {
        var asked = remembered.request();
        if (asked != null) {
            return Step.ready(Remembered.accessibility(asked));
        }
        var rules = setup.rules().topology();
        if (!rules.active()) {
            return Step.ready(Optional.empty());
        }
        var question = new Accessibility.Question(
                claim.name(),
                selectedNode,
                storageClass.allowedTopologies(),
                rules.strict(),
                rules.immediate(),
                remembered.nodes());
        return switch (Accessibility.of(question, setup.nodes())) {
            case Answer.Required(var requirement, var read) -> {
                remembered = remembered.with(read);
                yield Step.ready(Optional.of(requirement));
            }
            case Answer.Unrestricted() -> Step.ready(Optional.empty());
            case Answer.NodeGone(var message) -> new Step.Blocked<>(new Obstacle(State.RESCHEDULE, message));
            case Answer.Unclear(var message) -> Step.noChange(message);
        };
    }

    @Override
    public Step<Map<String, String>> secret(SecretReference reference) {
        return setup.lookups().secret(reference);
    }

    @Override
    public Step<Map<String, String>> attributesClass(String name) {
        return setup.lookups().attributesClass(name, setup.driver().name());
    }
}
