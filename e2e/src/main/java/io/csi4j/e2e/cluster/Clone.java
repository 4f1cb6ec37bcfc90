package io.csi4j.e2e.cluster;

import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The clone this class was built in.
 *
 * @param root its top folder, absolute
 */
public record Clone(Path root) {
    /** The clone above the class files, or above the jar. */
    public static Clone own() {
        Path start = ownPlace();
        for (@Nullable Path folder = start; folder != null; folder = folder.getParent()) {
            if (Files.isDirectory(folder.resolve("deploy/nfs")) && Files.isRegularFile(folder.resolve("pom.xml"))) {
                return new Clone(folder);
            }
        }
        throw new IllegalStateException("need a clone with deploy/nfs above " + start + ", found none");
    }

    /** Start script of one of our programs; built by {@code mvn package}. */
    public Path program(String name) {
        Path script = root.resolve("dist/bin").resolve(name);
        if (!Files.isExecutable(script)) {
            throw new IllegalStateException("need " + script + ", which `mvn package` makes; it is not there");
        }
        return script;
    }

    /** The folder that {@code mvn package} leaves: {@code bin} and {@code lib}. */
    public Path dist() {
        return root.resolve("dist");
    }

    /** Copies what {@link #dist} holds into a folder, in place of what an earlier run left there; made when absent. */
    public void copyPrograms(Path target) {
        for (String part : List.of("bin", "lib")) {
            try (Stream<Path> files = Files.list(dist().resolve(part))) {
                files.forEach(file -> copy(file, target.resolve(part)));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Copies a file into a folder, made when absent, in place of what stands there. */
    static void copy(Path file, Path folder) {
        try {
            Files.createDirectories(folder);
            Files.copy(file, folder.resolve(file.getFileName()), REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Text of a manifest in {@code deploy/}. */
    public String manifest(String name) {
        try {
            return Files.readString(root.resolve("deploy").resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path ownPlace() {
        try {
            return Path.of(Clone.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException("the classes are neither in a folder nor in a jar", e);
        }
    }
}
