package io.csi4j.e2e.story;

import io.csi4j.lab.Eventually;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * The exported folder, looked at on the server.
 *
 * @param folder behind the share
 */
public record Share(Path folder) {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** Waits until a file below the share holds the text. */
    public void awaitText(String file, String text) {
        Path path = folder.resolve(file);
        Eventually.until(
                path + " to hold \"" + text + "\"", PATIENCE, () -> read(path).contains(text));
    }

    public void awaitDirectory(String name) {
        Path path = folder.resolve(name);
        Eventually.until(path + " to be a directory", PATIENCE, () -> Files.isDirectory(path));
    }

    public void awaitGone(String name) {
        Path path = folder.resolve(name);
        Eventually.until(path + " to vanish", PATIENCE, () -> !Files.exists(path));
    }

    public void makeDirectory(String name) {
        try {
            Files.createDirectories(folder.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes a file on the server itself. */
    public void write(String file, String text) {
        try {
            Files.writeString(folder.resolve(file), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path path) {
        try {
            return Files.readString(path);
        } catch (IOException notYet) {
            return "";
        }
    }
}
