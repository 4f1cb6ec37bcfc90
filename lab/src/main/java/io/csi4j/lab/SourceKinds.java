package io.csi4j.lab;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Objects;

/**
 * The kinds beyond Kubernetes that volumes are filled from: VolumeSnapshot, VolumeSnapshotContent, ReferenceGrant and a
 * populator's own. They check nothing, and no controller serves them: a test plays it.
 */
public final class SourceKinds {
    private SourceKinds() {}

    /** Adds them, and waits until they are served. */
    public static void install(Kubectl kubectl) {
        try (var kinds = SourceKinds.class.getResourceAsStream("source-kinds.yaml")) {
            kubectl.apply(new String(Objects.requireNonNull(kinds).readAllBytes(), UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        kubectl.run("wait", "crd", "--all", "--for=condition=Established", "--timeout=60s");
    }
}
