package io.csi4j.provisioner.request;

import io.csi4j.controller.storage.DataSource;
import io.csi4j.controller.storage.SecretReference;
import io.csi4j.spec.v1.TopologyRequirement;
import io.csi4j.spec.v1.VolumeContentSource;
import io.csi4j.spec.v1.VolumeContentSource.SnapshotSource;
import io.csi4j.spec.v1.VolumeContentSource.VolumeSource;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A cluster that has those secrets and classes, and every source but {@code unready}; no namespace is open. */
record Around(
        Map<String, Map<String, String>> secrets,
        Map<String, Map<String, String>> classes,
        @Nullable TopologyRequirement requirement)
        implements CreateRequest.Surroundings {
    static final Around EMPTY = new Around(Map.of(), Map.of(), null);

    @Override
    public Step<DataSource> reach(DataSource source) {
        return Step.finished("must not refer to " + source.name());
    }

    @Override
    public Step<VolumeContentSource> content(ContentSource source) {
        return switch (source) {
            case ContentSource.FromSnapshot(var key) ->
                Step.ready(VolumeContentSource.newBuilder()
                        .setSnapshot(SnapshotSource.newBuilder().setSnapshotId("snapshot-" + key.name()))
                        .build());
            case ContentSource.FromClaim(var key) ->
                key.name().equals("unready")
                        ? Step.noChange("source is not ready")
                        : Step.ready(VolumeContentSource.newBuilder()
                                .setVolume(VolumeSource.newBuilder().setVolumeId("volume-" + key.name()))
                                .build());
            case ContentSource.Nothing _, ContentSource.FromPopulator _ -> throw new AssertionError(source);
        };
    }

    @Override
    public Step<Optional<TopologyRequirement>> accessibility() {
        return Step.ready(Optional.ofNullable(requirement));
    }

    @Override
    public Step<Map<String, String>> secret(SecretReference reference) {
        return found(secrets.get(reference.key().toString()), "secret " + reference.key());
    }

    @Override
    public Step<Map<String, String>> attributesClass(String name) {
        return found(classes.get(name), "class " + name);
    }

    private static Step<Map<String, String>> found(@Nullable Map<String, String> entries, String what) {
        return entries == null ? Step.noChange(what + " not found") : Step.ready(entries);
    }
}
