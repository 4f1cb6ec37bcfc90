package io.csi4j.provisioner.volume;

import io.csi4j.controller.intree.Translated;
import io.csi4j.controller.intree.Translation;
import io.csi4j.controller.storage.InTree;
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
        return handle(volume)
                .then(handle -> driver.features()
                        .makesVolumes()
                        .then(_ -> DeletionSecrets.of(volume, classes))
                        .then(reference -> isAttached.test(volume.name())
                                ? Step.noChange("persistentvolume " + volume.name() + " is still attached to a node")
                                : Step.ready(reference.map(this::entries).orElse(Map.of())))
                        .then(secrets -> delete(volume, handle, secrets)));
    }

    /** What the driver calls the volume; one of the in-tree plugin before the driver is translated (contract 8.2). */
    private Step<String> handle(Volume volume) {
        return switch (Translation.of(volume)) {
            case Translated.Csi(var spec)
            when spec.source() instanceof VolumeSource.Csi csi && isOurs(volume, csi) -> Step.ready(csi.volumeHandle());
            case Translated.Csi _ -> unknown(volume, "it is a volume of another driver");
            case Translated.Impossible(var why) -> unknown(volume, why);
        };
    }

    private boolean isOurs(Volume volume, VolumeSource.Csi translated) {
        return volume.csi().isPresent() || translated.driver().equals(driver.name());
    }

    private Step<String> unknown(Volume volume, String why) {
        return Step.noChange(
                "persistentvolume " + volume.name() + " cannot be deleted by driver " + driver.name() + ": " + why);
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

    private Step<Volume> delete(Volume volume, String handle, Map<String, String> secrets) {
        Driver asked = InTree.isMigratable(volume.spec().source()) ? driver.ofMigrated() : driver;
        return switch (asked.delete(handle, secrets)) {
            case Outcome.Done<DeleteVolumeResponse> _ -> Step.ready(volume);
            case Outcome.Refused<DeleteVolumeResponse>(var why, var status) -> Step.noChange(GrpcText.of(status));
            case Outcome.Uncertain<DeleteVolumeResponse>(var status) -> Step.noChange(GrpcText.of(status));
        };
    }
}
