package io.csi4j.resizer.modify;

import io.csi4j.controller.storage.Annotations;
import io.csi4j.controller.storage.Claim;
import io.csi4j.controller.storage.SecretReference;
import io.csi4j.controller.storage.Volume;
import io.csi4j.controller.storage.VolumeSource;
import io.csi4j.resizer.claim.Step;
import io.csi4j.spec.v1.ControllerModifyVolumeRequest;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The call that modifies a volume: contract external-resizer.md, 7.4. Pure. */
final class ModifyRequest {
    static final String CLAIM_NAME = "csi.storage.k8s.io/pvc/name";
    static final String CLAIM_NAMESPACE = "csi.storage.k8s.io/pvc/namespace";
    static final String VOLUME_NAME = "csi.storage.k8s.io/pv/name";

    private ModifyRequest() {}

    static Step<ControllerModifyVolumeRequest> of(
            Volume volume, Map<String, String> parameters, Map<String, String> secrets) {
        String handle = volume.csi().map(VolumeSource.Csi::volumeHandle).orElse("");
        return handle.isEmpty()
                ? Step.blocked("volume " + volume.name() + " has no handle")
                : Step.ready(ControllerModifyVolumeRequest.newBuilder()
                        .setVolumeId(handle)
                        .putAllMutableParameters(parameters)
                        .putAllSecrets(secrets)
                        .build());
    }

    /** The parameters of a class with the names of whose volume it is ({@code --extra-modify-metadata}). */
    static Map<String, String> withNames(Map<String, String> parameters, Claim claim, Volume volume) {
        var all = new HashMap<>(parameters);
        all.put(CLAIM_NAME, claim.name());
        all.put(CLAIM_NAMESPACE, claim.key().namespace());
        all.put(VOLUME_NAME, volume.name());
        return Map.copyOf(all);
    }

    /** The secret the volume names for modification, else the one for expansion; null for none. */
    static @Nullable SecretReference secret(Volume volume) {
        String name = volume.annotation(Annotations.MODIFY_SECRET_NAME).orElse("");
        String namespace =
                volume.annotation(Annotations.MODIFY_SECRET_NAMESPACE).orElse("");
        if (!name.isEmpty() && !namespace.isEmpty()) {
            return new SecretReference(namespace, name);
        }
        return volume.spec().source() instanceof VolumeSource.Csi source
                ? source.secrets().controllerExpand()
                : null;
    }
}
