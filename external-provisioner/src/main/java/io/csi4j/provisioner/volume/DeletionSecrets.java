package io.csi4j.provisioner.volume;

import io.csi4j.controller.storage.Annotations;
import io.csi4j.controller.storage.ClaimReference;
import io.csi4j.controller.storage.SecretReference;
import io.csi4j.controller.storage.StorageClass;
import io.csi4j.controller.storage.Volume;
import io.csi4j.provisioner.request.SecretContext;
import io.csi4j.provisioner.request.SecretUse;
import io.csi4j.provisioner.request.Secrets;
import io.csi4j.provisioner.request.Step;
import java.util.Optional;
import java.util.function.Function;

/** Where the secret for a volume's deletion lies (contract 8.2). Pure. */
final class DeletionSecrets {
    private DeletionSecrets() {}

    /**
     * The reference the volume itself carries or, for older volumes, the one its class gives; absent if none is needed
     * or nobody can tell any more.
     *
     * @param classes the storage classes there are now
     */
    static Step<Optional<SecretReference>> of(Volume volume, Function<String, Optional<StorageClass>> classes) {
        var name = volume.annotation(Annotations.DELETION_SECRET_NAME);
        var namespace = volume.annotation(Annotations.DELETION_SECRET_NAMESPACE);
        if (name.isPresent() && namespace.isPresent()) {
            return Step.ready(Optional.of(new SecretReference(namespace.get(), name.get()))
                    .filter(reference -> !reference.name().isEmpty()
                            && !reference.namespace().isEmpty()));
        }
        ClaimReference claim = volume.spec().claimRef();
        var storageClass = classes.apply(classNameOf(volume));
        if (claim == null || storageClass.isEmpty()) {
            return Step.ready(Optional.empty());
        }
        return Secrets.reference(
                SecretUse.PROVISIONER, storageClass.get().parameters(), SecretContext.of(volume.name(), claim));
    }

    private static String classNameOf(Volume volume) {
        return volume.annotation(Annotations.STORAGE_CLASS_BETA)
                .orElse(volume.spec().storageClassName());
    }
}
