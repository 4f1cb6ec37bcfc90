package io.csi4j.attacher.request;

import io.csi4j.controller.request.VolumeUse;
import io.csi4j.controller.request.VolumeUse.OneMode;
import io.csi4j.spec.v1.ControllerPublishVolumeRequest;
import io.csi4j.spec.v1.VolumeCapability;
import io.csi4j.spec.v1.VolumeCapability.AccessMode.Mode;

/** Builds a ControllerPublishVolumeRequest (contract 4.1, step 5, and 4.3). */
public final class PublishRequest {
    private PublishRequest() {}

    /**
     * Everything but the node id and the secrets.
     *
     * @param fsType of a file system volume that names none; empty leaves it to the driver
     */
    public static Step<ControllerPublishVolumeRequest> of(CsiVolume volume, Abilities driver, String fsType) {
        return switch (VolumeUse.oneModeOf(volume.spec().accessModes(), driver.knowsWriters())) {
            case OneMode.Unsupported(var message) -> Step.blocked(message);
            case OneMode.Told(var mode) ->
                Step.ready(ControllerPublishVolumeRequest.newBuilder()
                        .setVolumeId(volume.csi().volumeHandle())
                        .putAllVolumeContext(volume.csi().attributes())
                        .setReadonly(driver.readOnly() && volume.csi().readOnly())
                        .setVolumeCapability(capability(volume, mode, fsType))
                        .build());
        };
    }

    private static VolumeCapability capability(CsiVolume volume, Mode mode, String fsType) {
        String own = volume.csi().fsType();
        return VolumeUse.capability(
                mode,
                volume.spec().volumeMode(),
                own.isEmpty() ? fsType : own,
                volume.spec().mountOptions());
    }
}
