package io.csi4j.resizer.expand;

import io.csi4j.controller.request.VolumeUse;
import io.csi4j.controller.request.VolumeUse.OneMode;
import io.csi4j.controller.storage.Quantity;
import io.csi4j.controller.storage.Volume;
import io.csi4j.controller.storage.VolumeSource;
import io.csi4j.resizer.claim.Step;
import io.csi4j.spec.v1.CapacityRange;
import io.csi4j.spec.v1.ControllerExpandVolumeRequest;
import java.util.Map;

/** The call that expands a volume: contract external-resizer.md, 4.4. Pure. */
final class ExpandRequest {
    private ExpandRequest() {}

    /** @param knowsWriters whether the driver tells single writers apart */
    static Step<ControllerExpandVolumeRequest> of(
            Volume volume, Quantity size, Map<String, String> secrets, boolean knowsWriters) {
        return volume.csi()
                .map(source -> of(volume, source, knowsWriters))
                .orElseGet(() -> Step.blocked("volume " + volume.name() + " is no CSI volume"))
                .then(request -> Step.ready(request.toBuilder()
                        .setCapacityRange(CapacityRange.newBuilder().setRequiredBytes(size.bytes()))
                        .putAllSecrets(secrets)
                        .build()));
    }

    private static Step<ControllerExpandVolumeRequest> of(
            Volume volume, VolumeSource.Csi source, boolean knowsWriters) {
        if (source.volumeHandle().isEmpty()) {
            return Step.blocked("volume " + volume.name() + " has no handle");
        }
        var spec = volume.spec();
        return switch (VolumeUse.oneModeOf(spec.accessModes(), knowsWriters)) {
            case OneMode.Unsupported(var message) -> Step.blocked(message);
            case OneMode.Told(var mode) ->
                Step.ready(ControllerExpandVolumeRequest.newBuilder()
                        .setVolumeId(source.volumeHandle())
                        .setVolumeCapability(
                                VolumeUse.capability(mode, spec.volumeMode(), source.fsType(), spec.mountOptions()))
                        .build());
        };
    }
}
