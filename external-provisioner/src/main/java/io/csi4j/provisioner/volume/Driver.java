package io.csi4j.provisioner.volume;

import io.csi4j.provisioner.request.DriverFeatures;
import io.csi4j.sidecar.csi.ControllerCalls;
import io.csi4j.sidecar.csi.Outcome;
import io.csi4j.sidecar.metrics.OperationMetrics;
import io.csi4j.spec.v1.CreateVolumeRequest;
import io.csi4j.spec.v1.CreateVolumeResponse;
import io.csi4j.spec.v1.DeleteVolumeRequest;
import io.csi4j.spec.v1.DeleteVolumeResponse;
import io.csi4j.spec.v1.GetCapacityRequest;
import io.csi4j.spec.v1.GetCapacityResponse;
import java.time.Duration;
import java.util.Map;

/**
 * The driver as the provisioner uses it.
 *
 * @param timeout of each call
 */
public record Driver(DriverFeatures features, ControllerCalls calls, Duration timeout) {
    public String name() {
        return features.name();
    }

    public Outcome<CreateVolumeResponse> create(CreateVolumeRequest request) {
        return calls.createVolume(request, timeout);
    }

    /** How much room is left. */
    public Outcome<GetCapacityResponse> capacity(GetCapacityRequest request) {
        return calls.getCapacity(request, timeout);
    }

    /** The same for volumes of the in-tree plugin before it; only metrics tell. */
    Driver ofMigrated() {
        return new Driver(features, calls.with(OperationMetrics.MIGRATED, true), timeout);
    }

    Outcome<DeleteVolumeResponse> delete(String handle, Map<String, String> secrets) {
        return delete(handle, secrets, timeout);
    }

    /** As above, for callers that share one timeout among several calls. */
    public Outcome<DeleteVolumeResponse> delete(String handle, Map<String, String> secrets, Duration limit) {
        var request = DeleteVolumeRequest.newBuilder()
                .setVolumeId(handle)
                .putAllSecrets(secrets)
                .build();
        return calls.deleteVolume(request, limit);
    }
}
