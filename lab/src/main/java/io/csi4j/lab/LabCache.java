package io.csi4j.lab;

import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The programs and images the lab needs, built once for each machine and version into the user's cache folder.
 *
 * <p>The folder is {@code $CSI4J_CACHE}, else {@code csi4j} under {@code $XDG_CACHE_HOME} or {@code ~/.cache}; the
 * scripts {@code lab/binaries/build} and {@code lab/node-image/build} of the clone fill it and answer from it. A first
 * build takes minutes, so each line they print about it goes to the progress given here. Safe to use from several JVMs
 * at a time: the scripts hold a lock.
 */
public final class LabCache {
    private final Path labFolder;
    private final Consumer<String> progress;

    private LabCache(Path labFolder, Consumer<String> progress) {
        this.labFolder = labFolder;
        this.progress = progress;
    }

    /** The cache of this user, for the clone this class was built from; progress goes to standard error. */
    public static LabCache standard() {
        return standard(System.err::println);
    }

    /** The cache of this user, for the clone this class was built from. */
    public static LabCache standard(Consumer<String> progress) {
        return new LabCache(labFolder(), progress);
    }

    /** etcd, kube-apiserver, kube-controller-manager, kube-scheduler and kubectl, by name. */
    public Map<String, Path> controlPlane() {
        return answerOf(Map.of(), "binaries/build", "control-plane");
    }

    /** The program csi-sanity. */
    public Path csiSanity() {
        return need(answerOf(Map.of(), "binaries/build", "sanity"), "csi-sanity");
    }

    /** {@code disk}, {@code kernel} and {@code initrd} of the node's virtual machine; making them needs root. */
    Map<String, Path> nodeImage() {
        return answerOf(Map.of("CSI4J_JDK", System.getProperty("java.home")), "node-image/build");
    }

    static Path need(Map<String, Path> files, String name) {
        @Nullable Path file = files.get(name);
        if (file == null) {
            throw new LabException("need " + name + " from the lab's build, found only " + files.keySet());
        }
        return file;
    }

    /** Lines "name, tab, path" of a build script. */
    static Map<String, Path> parse(String output) {
        Map<String, Path> files = new LinkedHashMap<>();
        output.lines()
                .map(line -> line.split("\t", -1))
                .filter(parts -> parts.length == 2)
                .forEach(parts -> files.put(parts[0], Path.of(parts[1])));
        return Collections.unmodifiableMap(files);
    }

    private Map<String, Path> answerOf(Map<String, String> environment, String script, String... arguments) {
        List<String> command = new ArrayList<>(List.of(labFolder.resolve(script).toString()));
        command.addAll(List.of(arguments));
        List<String> lines = Collections.synchronizedList(new ArrayList<>());
        Command answer = Command.run(command, environment, "", line -> {
            lines.add(line);
            progress.accept(line);
        });
        if (!answer.succeeded()) {
            throw new LabException(String.join(" ", command) + " ended with " + answer.exitCode() + ":\n"
                    + String.join("\n", lines.subList(Math.max(0, lines.size() - 20), lines.size())));
        }
        return parse(answer.output());
    }

    /** The folder lab/ of the clone: above the class files or the jar, else above the working folder. */
    private static Path labFolder() {
        for (Path start : List.of(ownPlace(), Path.of("").toAbsolutePath())) {
            for (@Nullable Path folder = start; folder != null; folder = folder.getParent()) {
                Path lab = folder.resolve("lab");
                if (Files.isExecutable(lab.resolve("binaries/build"))) {
                    return lab;
                }
            }
        }
        throw new LabException("need the clone's lab/binaries/build above " + ownPlace() + ", found none");
    }

    private static Path ownPlace() {
        try {
            return Path.of(LabCache.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (URISyntaxException e) {
            throw new LabException("the lab's classes are not in a folder or jar", e);
        }
    }
}
