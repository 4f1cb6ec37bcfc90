package io.csi4j.attacher.attachment;

import io.csi4j.attacher.request.Abilities;
import io.csi4j.attacher.request.Problem;
import io.csi4j.attacher.request.Step;
import io.csi4j.sidecar.csi.ControllerCalls;
import io.csi4j.sidecar.csi.Outcome;
import io.csi4j.sidecar.metrics.OperationMetrics;
import io.csi4j.spec.v1.ControllerPublishVolumeRequest;
import io.csi4j.spec.v1.ControllerPublishVolumeResponse;
import io.csi4j.spec.v1.ControllerUnpublishVolumeRequest;
import io.csi4j.spec.v1.ControllerUnpublishVolumeResponse;
import java.time.Duration;

/**
 * The driver as the attacher uses it.
 *
 * @param timeout of each call
 */
public record Driver(String name, Abilities abilities, ControllerCalls calls, Duration timeout) {
    /** @param migrated whether the volume was an in-tree one; only metrics tell */
    Step<ControllerPublishVolumeResponse> publish(ControllerPublishVolumeRequest request, boolean migrated) {
        return step(calls(migrated).publish(request, timeout));
    }

    /** As above. */
    Step<ControllerUnpublishVolumeResponse> unpublish(ControllerUnpublishVolumeRequest request, boolean migrated) {
        return step(calls(migrated).unpublish(request, timeout));
    }

    private ControllerCalls calls(boolean migrated) {
        return migrated ? calls.with(OperationMetrics.MIGRATED, true) : calls;
    }

    /**
     * A final and an uncertain answer come to the same here: neither proves that the volume is detached, so finalizers
     * stay and the very same call is made again (contract, 4.1 and 8).
     */
    private static <T> Step<T> step(Outcome<T> outcome) {
        return switch (outcome) {
            case Outcome.Done<T>(var value) -> Step.ready(value);
            case Outcome.Refused<T>(var why, var status) -> new Step.Blocked<>(Problem.of(status));
            case Outcome.Uncertain<T>(var status) -> new Step.Blocked<>(Problem.of(status));
        };
    }
}
