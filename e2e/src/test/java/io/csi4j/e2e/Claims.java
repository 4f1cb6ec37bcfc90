package io.csi4j.e2e;

import io.csi4j.e2e.cluster.NfsInstallation;
import io.csi4j.e2e.cluster.StoryManifests;
import io.csi4j.lab.Eventually;
import io.csi4j.lab.Kubectl;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** What tests do with claims, and what they see of them from outside: objects, events and directories. */
record Claims(NfsInstallation installation) {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String NAMESPACE = "default";

    /** A claim of 1Gi in the class. */
    void apply(String name, String storageClass) {
        kubectl().apply(StoryManifests.claim(name, storageClass));
    }

    void awaitBound(String name) {
        kubectl().awaitCondition(NAMESPACE, "pvc/" + name, "jsonpath={.status.phase}=Bound", PATIENCE);
    }

    String phase(String name) {
        return kubectl().get(NAMESPACE, "pvc/" + name, "{.status.phase}");
    }

    /** Name of the volume the claim is bound to. */
    String volume(String name) {
        return kubectl().get(NAMESPACE, "pvc/" + name, "{.spec.volumeName}");
    }

    /** Names of all volumes that were made for a claim of this name, bound or not. */
    List<String> volumesFor(String name) {
        String path = "{.items[?(@.spec.claimRef.name==\"" + name + "\")].metadata.name}";
        String names = kubectl().run("get", "pv", "-o", "jsonpath=" + path);
        return names.isEmpty() ? List.of() : List.of(names.split(" ", -1));
    }

    /** The directory of the bound claim's volume, on the server. */
    Path directory(String name) {
        return installation.exported().resolve(volume(name));
    }

    /** Waits for a {@code ProvisioningFailed} event of the claim that holds all the texts; answers its message. */
    String awaitFailure(String name, Duration patience, String... texts) {
        var found = new String[] {""};
        Eventually.until("a ProvisioningFailed event of " + name + " with " + List.of(texts), patience, () -> {
            found[0] = failures(name).stream()
                    .filter(message -> Stream.of(texts).allMatch(message::contains))
                    .findFirst()
                    .orElse("");
            return !found[0].isEmpty();
        });
        return found[0];
    }

    /** Messages of all {@code ProvisioningFailed} events of the claim. */
    List<String> failures(String name) {
        return messages(name, "ProvisioningFailed");
    }

    /** Messages of all events of the claim with that reason, whoever tells them. */
    List<String> messages(String name, String reason) {
        String selector = "involvedObject.name=" + name + ",reason=" + reason;
        String path = "{range .items[*]}{.message}{\"\\n\"}{end}";
        return kubectl()
                .run("get", "events", "-n", NAMESPACE, "--field-selector", selector, "-o", "jsonpath=" + path)
                .lines()
                .toList();
    }

    void delete(String name) {
        kubectl().delete(NAMESPACE, "pvc/" + name);
    }

    void awaitGone(String name) {
        kubectl().awaitGone(NAMESPACE, "pvc/" + name, PATIENCE);
    }

    void awaitVolumeGone(String volume) {
        kubectl().awaitGone(NAMESPACE, "pv/" + volume, PATIENCE);
    }

    /** Everything below the export, hidden entries left out. */
    List<String> exportedEntries() {
        try (Stream<Path> entries = Files.list(installation.exported())) {
            return entries.map(path -> path.getFileName().toString())
                    .filter(name -> !name.startsWith("."))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Kubectl kubectl() {
        return installation.kubectl();
    }
}
