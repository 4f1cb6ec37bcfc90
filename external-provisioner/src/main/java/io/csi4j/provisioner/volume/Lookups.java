package io.csi4j.provisioner.volume;

import io.csi4j.controller.api.Kinds;
import io.csi4j.controller.api.KubeApi;
import io.csi4j.controller.storage.ObjectKey;
import io.csi4j.controller.storage.SecretReference;
import io.csi4j.provisioner.request.Step;
import java.util.Map;

/** Objects read from the API server for one call and never kept: secrets and attributes classes. */
public final class Lookups {
    private final KubeApi kube;

    public Lookups(KubeApi kube) {
        this.kube = kube;
    }

    /** What is in a secret, for a driver. */
    public Step<Map<String, String>> secret(SecretReference reference) {
        return ApiAnswer.step(kube.get(Kinds.SECRETS, reference.key()), "read secret " + reference.key())
                .then(secret -> Step.ready(secret.entries()));
    }

    /** The parameters of an attributes class, which must be of that driver. */
    public Step<Map<String, String>> attributesClass(String name, String driver) {
        var reply = kube.get(Kinds.VOLUME_ATTRIBUTES_CLASSES, ObjectKey.cluster(name));
        return ApiAnswer.step(reply, "read VolumeAttributesClass " + name)
                .then(found -> found.driverName().equals(driver)
                        ? Step.ready(found.parameters())
                        : Step.finished("VolumeAttributesClass " + name + " is of driver " + found.driverName()
                                + ", not of " + driver));
    }
}
