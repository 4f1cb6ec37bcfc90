package io.csi4j.provisioner.request;

import io.csi4j.controller.storage.Claim;
import io.csi4j.controller.storage.DataSource;
import io.csi4j.controller.storage.Snapshot;
import java.util.Optional;

/** What a claim wants its volume filled from, and whether that is ours to do (contract 4.1 steps 2 and 4, 5.4). */
public final class ContentSource {
    private static final String SNAPSHOT = "VolumeSnapshot";
    private static final String CLAIM = "PersistentVolumeClaim";

    private ContentSource() {}

    /** Whether somebody else fills the volume: we neither make it nor complain. */
    public static boolean isPopulators(Claim claim) {
        return of(claim)
                .filter(source -> !source.name().isEmpty())
                .filter(source -> !isElsewhere(claim, source))
                .filter(source ->
                        !source.kind().equals(SNAPSHOT) && !source.kind().equals(CLAIM))
                .isPresent();
    }

    /** Blocked for everything but an empty volume: a claim that asks for content never gets a volume without it. */
    static Step<Claim> supported(Claim claim) {
        var wanted = of(claim);
        if (wanted.isEmpty()) {
            return Step.ready(claim);
        }
        DataSource source = wanted.get();
        if (isElsewhere(claim, source)) {
            return Step.finished("data source " + source.kind() + " " + source.namespace() + "/" + source.name()
                    + " lies in another namespace, which needs the feature gate CrossNamespaceVolumeDataSource");
        }
        if (source.name().isEmpty()) {
            return Step.finished("the data source of kind " + source.kind() + " has no name");
        }
        if (source.kind().equals(SNAPSHOT) && !source.group().equals(Snapshot.GROUP)) {
            return Step.finished("data source " + SNAPSHOT + " must be of API group " + Snapshot.GROUP + ", got \""
                    + source.group() + "\"");
        }
        return Step.noChange("creating a volume from " + source.kind() + " " + source.name()
                + " is not supported by this version of the provisioner");
    }

    private static Optional<DataSource> of(Claim claim) {
        DataSource source = claim.spec().dataSource();
        return Optional.ofNullable(source != null ? source : claim.spec().dataSourceRef());
    }

    private static boolean isElsewhere(Claim claim, DataSource source) {
        String namespace = source.namespace();
        return claim.spec().dataSource() == null && namespace != null && !namespace.isEmpty();
    }
}
