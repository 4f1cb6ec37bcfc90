package io.csi4j.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What one node gets besides the shared disk image: a tar of settings, and a file system of programs. */
final class NodeDrives {
    private static final long BLOCK = 4_096;

    /** Room for the file system's own tables. */
    private static final long SPARE_BYTES = 16L << 20;

    private NodeDrives() {}

    /** Writes the drive that tells the node its name, its labels and how to reach the API server. */
    static Path settings(Path folder, String node, Map<String, String> labels, int apiPort, String kubeconfig) {
        try {
            Path content = Files.createDirectories(folder.resolve("settings"));
            Files.writeString(content.resolve("kubeconfig"), kubeconfig);
            Files.writeString(content.resolve("settings"), settings(node, labels, apiPort));
            Path drive = folder.resolve("settings.tar");
            Command.run("tar", "-C", content.toString(), "-cf", drive.toString(), "kubeconfig", "settings")
                    .orFail("write the node's settings");
            return drive;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Shell assignments, as the node's first process reads them. */
    static String settings(String node, Map<String, String> labels, int apiPort) {
        String list = new TreeMap<>(labels)
                .entrySet().stream()
                        .map(label -> label.getKey() + "=" + label.getValue())
                        .collect(Collectors.joining(","));
        return "NODE='%s'%nAPI_PORT='%d'%nLABELS='%s'%n".formatted(node, apiPort, list);
    }

    /** Makes an ext4 image of a folder; times of change are kept, since start-up caches check those of their jars. */
    static Path programs(Path folder, Path content) {
        Path drive = folder.resolve("programs.img");
        try {
            Files.deleteIfExists(drive);
            Files.createFile(drive);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        String kilobytes = (roomFor(content) / 1024) + "k";
        Command.run("mkfs.ext4", "-q", "-O", "^has_journal", "-d", content.toString(), drive.toString(), kilobytes)
                .orFail("put " + content + " on a drive");
        return drive;
    }

    private static long roomFor(Path content) {
        try (Stream<Path> files = Files.walk(content)) {
            long bytes = files.mapToLong(file -> file.toFile().length() + BLOCK).sum();
            return bytes + bytes / 8 + SPARE_BYTES;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
