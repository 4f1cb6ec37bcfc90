package io.csi4j.provisioner.volume;

import io.csi4j.controller.storage.SecretReference;
import io.csi4j.controller.storage.StorageClass;
import io.csi4j.controller.storage.Volume;
import io.csi4j.controller.storage.VolumeSource;
import io.csi4j.provisioner.request.Step;
import io.csi4j.sidecar.csi.GrpcText;
import io.csi4j.sidecar.csi.Outcome;
import io.csi4j.sidecar.log.Log;
import io.csi4j.spec.v1.DeleteVolumeResponse;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/** Removes what lies behind a volume, at the driver (contract 8.2). */
public final class VolumeRemoval {
    private static final Log log = Log.of(VolumeRemoval.class);

    private final Driver driver;
    private final Lookups lookups;
    private final Function<String, Optional<StorageClass>> classes;
    private final Predicate<String> isAttached;

    /** @param isAttached whether an attachment names the volume, by the volume's name; false where none matters */
    public VolumeRemoval(
            Driver driver,
            Lookups lookups,
            Function<String, Optional<StorageClass>> classes,
            Predicate<String> isAttached) {
        this.driver = driver;
        this.lookups = lookups;
        this.classes = classes;
        this.isAttached = isAttached;
    }

    /** Ready when nothing is left at the driver; blocked with the text for the volume's event. */
    Step<Volume> run(Volume volume) {
        return volume.csi().map(source -> run(volume, source)).orElseGet(() -> noSource(volume));
    }

    private Step<Volume> run(Volume volume, VolumeSource.Csi source) {
        return driver.features()
                .makesVolumes()
                .then(_ -> DeletionSecrets.of(volume, classes))
                .then(reference -> isAttached.test(volume.name())
                        ? Step.noChange("persistentvolume " + volume.name() + " is still attached to a node")
                        : Step.ready(reference.map(this::entries).orElse(Map.of())))
                .then(secrets -> delete(volume, source, secrets));
    }

    private Step<Volume> noSource(Volume volume) {
        return Step.noChange("persistentvolume " + volume.name() + " is not a CSI volume of driver " + driver.name()
                + ", and in-tree volumes cannot be translated");
    }

    /** A secret that cannot be read does not stop a deletion: many drivers need it for creation only. */
    private Map<String, String> entries(SecretReference reference) {
        return switch (lookups.secret(reference)) {
            case Step.Ready<Map<String, String>>(var entries) -> entries;
            case Step.Blocked<Map<String, String>>(var obstacle) -> {
                log.error(null, "deleting without secrets", "reason", obstacle.message());
                yield Map.of();
            }
        };
    }

    private Step<Volume> delete(Volume volume, VolumeSource.Csi source, Map<String, String> secrets) {
        return switch (driver.delete(source.volumeHandle(), secrets)) {
            case Outcome.Done<DeleteVolumeResponse> _ -> Step.ready(volume);
            case Outcome.Refused<DeleteVolumeResponse>(var why, var status) -> Step.noChange(GrpcText.of(status));
            case Outcome.Uncertain<DeleteVolumeResponse>(var status) -> Step.noChange(GrpcText.of(status));
        };
    }
}
