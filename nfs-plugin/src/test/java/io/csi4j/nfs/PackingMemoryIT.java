package io.csi4j.nfs;

import static org.assertj.core.api.Assertions.assertThat;

import io.csi4j.lab.NfsExport;
import io.csi4j.lab.NfsServer;
import io.csi4j.sidecar.csi.DriverAddress;
import io.csi4j.sidecar.launch.Ticker;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * What packing costs in memory, in a JVM with the heap of the start script: the container has 200 MiB (contract 5.1),
 * and the size of a volume must not matter. The steady figure itself is measured, see docs/performance.md.
 */
@Timeout(400)
class PackingMemoryIT {
    private static final long CONTAINER_KILOBYTES = 200 * 1024;
    /** For code that is loaded and compiled by the first snapshot. */
    private static final long MORE_KILOBYTES = 32 * 1024;

    @TempDir
    Path work;

    @Test
    void aSnapshotOfAGigabyteStaysFarBelowTheLimitOfTheContainer() throws Exception {
        Path folder = Files.createDirectory(work.resolve("export"));
        Files.createDirectory(folder.resolve("pvc-big"));
        for (int i = 0; i < 4; i++) {
            try (var file =
                    new RandomAccessFile(folder.resolve("pvc-big/file-" + i).toFile(), "rw")) {
                file.setLength(256L << 20);
            }
        }
        Path socket = work.resolve("csi.sock");
        try (NfsServer server = NfsServer.start(work.resolve("server"), NfsExport.of("/share", folder))) {
            Process plugin = start(socket);
            try (var client = new PluginClient(new DriverAddress.UnixSocket(socket))) {
                for (int i = 0; i < 100; i++) {
                    client.delete(client.create("pvc-warm", server.port(), Map.of()));
                }
                long before = kilobytes(plugin, "VmHWM");

                var request = PluginClient.newSnapshot("snapshot-big", server.port(), "127.0.0.1#share#pvc-big##");
                var snapshot = PluginClient.untilDone(() -> client.controller().createSnapshot(request))
                        .getSnapshot();

                assertThat(snapshot.getReadyToUse()).isTrue();
                assertThat(kilobytes(plugin, "VmHWM"))
                        .isLessThan(before + MORE_KILOBYTES)
                        .isLessThan(CONTAINER_KILOBYTES);
            } finally {
                plugin.destroyForcibly().waitFor();
            }
        }
    }

    private static Process start(Path socket) throws Exception {
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-Xmn2m",
                "-Xmx64m",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseCompactObjectHeaders",
                "-Dio.netty.allocator.type=unpooled",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty("java.class.path"),
                NfsPlugin.class.getName(),
                "--endpoint=unix://" + socket,
                "--nodeid=n1",
                "--controller-share-access=direct");
        Process plugin = new ProcessBuilder(command)
                .redirectOutput(Redirect.DISCARD)
                .redirectError(Redirect.DISCARD)
                .start();
        while (plugin.isAlive() && !Files.exists(socket)) {
            Ticker.system().pause(Duration.ofMillis(50));
        }
        return plugin;
    }

    private static long kilobytes(Process process, String key) throws IOException {
        return Files.readAllLines(Path.of("/proc", Long.toString(process.pid()), "status")).stream()
                .filter(line -> line.startsWith(key + ":"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
                .findFirst()
                .orElseThrow();
    }
}
