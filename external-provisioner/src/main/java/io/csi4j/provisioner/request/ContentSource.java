package io.csi4j.provisioner.request;

import io.csi4j.controller.storage.Claim;
import io.csi4j.controller.storage.DataSource;
import io.csi4j.controller.storage.ObjectKey;
import io.csi4j.controller.storage.Snapshot;
import java.util.Optional;
import java.util.function.Function;

/** What a claim wants its volume filled from, and whether that is ours to do (contract section 5, 4.1 steps 2 and 4). */
public sealed interface ContentSource {
    String SNAPSHOT = "VolumeSnapshot";
    String CLAIM = "PersistentVolumeClaim";

    /** An empty volume is wanted. */
    record Nothing() implements ContentSource {}

    record FromSnapshot(ObjectKey key) implements ContentSource {
        @Override
        public String toString() {
            return SNAPSHOT + " " + key;
        }
    }

    record FromClaim(ObjectKey key) implements ContentSource {
        @Override
        public String toString() {
            return CLAIM + " " + key;
        }
    }

    /** Somebody else makes and fills the volume: we neither make it nor complain (contract 5.4). */
    record FromPopulator(String kind) implements ContentSource {}

    /**
     * What the claim asks for.
     *
     * @param reach blocked unless the claim may refer to that source, which names a namespace
     */
    static Step<ContentSource> of(Claim claim, Function<DataSource, Step<DataSource>> reach) {
        return reached(claim, reach).then(_ -> judged(claim));
    }

    /** Step 2: whether the claim may refer to what it names at all. */
    static Step<Claim> reached(Claim claim, Function<DataSource, Step<DataSource>> reach) {
        return field(claim)
                .filter(source -> isPlaced(claim, source))
                .map(source -> reach.apply(source).then(_ -> Step.ready(claim)))
                .orElseGet(() -> Step.ready(claim));
    }

    /** Step 4: whether we know what to do with it. */
    static Step<ContentSource> judged(Claim claim) {
        var wanted = field(claim);
        if (wanted.isEmpty()) {
            return Step.ready(new Nothing());
        }
        DataSource source = wanted.get();
        if (source.name().isEmpty()) {
            return Step.finished("the data source of kind " + source.kind() + " has no name");
        }
        if (source.kind().equals(SNAPSHOT) && !source.group().equals(Snapshot.GROUP)) {
            return Step.finished("data source " + SNAPSHOT + " must be of API group " + Snapshot.GROUP + ", got \""
                    + source.group() + "\"");
        }
        return Step.ready(named(claim).orElseGet(() -> new FromPopulator(source.kind())));
    }

    /**
     * The snapshot or claim that the claim names, whether it may or not: who waits for it, and what must be kept for
     * it. A snapshot's group may be missing, as for upstream's sweep (contract 5.1).
     */
    static Optional<ContentSource> named(Claim claim) {
        return field(claim).flatMap(source -> {
            var key = new ObjectKey(namespace(claim, source), source.name());
            return switch (source.kind()) {
                case SNAPSHOT ->
                    source.group().isEmpty() || source.group().equals(Snapshot.GROUP)
                            ? Optional.of(new FromSnapshot(key))
                            : Optional.empty();
                case CLAIM -> Optional.of(new FromClaim(key));
                default -> Optional.empty();
            };
        });
    }

    /** The other namespace the claim's source lies in, if it does. */
    static Optional<String> foreignNamespace(Claim claim) {
        return field(claim)
                .map(source -> namespace(claim, source))
                .filter(namespace -> !namespace.equals(claim.key().namespace()));
    }

    private static Optional<DataSource> field(Claim claim) {
        DataSource source = claim.spec().dataSource();
        return Optional.ofNullable(source != null ? source : claim.spec().dataSourceRef());
    }

    private static String namespace(Claim claim, DataSource source) {
        String named = source.namespace();
        return isPlaced(claim, source) && named != null ? named : claim.key().namespace();
    }

    /** Only the newer field knows namespaces. */
    private static boolean isPlaced(Claim claim, DataSource source) {
        String namespace = source.namespace();
        return claim.spec().dataSource() == null && namespace != null && !namespace.isEmpty();
    }
}
