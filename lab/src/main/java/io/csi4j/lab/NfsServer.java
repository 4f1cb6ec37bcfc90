package io.csi4j.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * A real NFSv4 server in user space (Debian's nfs-ganesha) on a free port of the loopback address.
 *
 * <p>Several run at once: each has its own recovery records, credentials, process id file and log in its work folder.
 * Files written through it are at once in the exported folder. It needs root, because it opens files by handle. A node
 * reaches it at 10.0.2.2.
 */
public final class NfsServer implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String ALL_MINOR_VERSIONS = "0,1,2";

    private final int port;
    private final Program program;

    private NfsServer(int port, Program program) {
        this.port = port;
        this.program = program;
    }

    /** Starts a server of NFSv4.0 to 4.2 and waits until it serves. */
    public static NfsServer start(Path workFolder, NfsExport... exports) {
        return start(workFolder, ALL_MINOR_VERSIONS, exports);
    }

    /**
     * Starts a server of some minor versions only.
     *
     * @param workFolder made when absent
     * @param minorVersions comma-separated, of 0, 1 and 2
     * @throws LabException when the package is missing, we are not root, or it does not serve within 20 s
     */
    public static NfsServer start(Path workFolder, String minorVersions, NfsExport... exports) {
        Packages.NFS_SERVER.requirePresent();
        int port = Ports.free();
        Path folder = workFolder.toAbsolutePath().normalize();
        Path config = folder.resolve("ganesha.conf");
        try {
            Files.createDirectories(folder.resolve("recovery"));
            Files.createDirectories(folder.resolve("credentials"));
            Files.writeString(config, new GaneshaConfig(port, minorVersions, folder, List.of(exports)).text());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Program program = Program.plan("nfs-ganesha", Path.of("/usr/bin/ganesha.nfsd"), folder.resolve("ganesha.log"))
                .with(
                        "-F",
                        "-f",
                        config.toString(),
                        "-p",
                        folder.resolve("ganesha.pid").toString(),
                        "-L",
                        "STDOUT")
                .start();
        var server = new NfsServer(port, program);
        try (var started = new Started()) {
            started.add(server);
            server.awaitServing();
            started.keep();
        }
        return server;
    }

    /** Port on 127.0.0.1, the same for all its lives. */
    public int port() {
        return port;
    }

    /** SIGTERM and wait for the end; clients see the connection closed and refused. */
    public void stop() {
        program.stop();
    }

    /** Starts it again after {@link #stop} or {@link #kill}, without a grace period. */
    public void start() {
        program.restart();
        awaitServing();
    }

    /** kill -9. */
    public void kill() {
        program.kill();
    }

    /** SIGSTOP: clients are connected and get no answer. */
    public void pause() {
        program.pause();
    }

    /** Ends the pause. */
    public void resume() {
        program.resume();
    }

    public boolean isRunning() {
        return program.isRunning();
    }

    /** Its log, of all its lives. */
    public Path log() {
        return program.log();
    }

    @Override
    public void close() {
        // A paused server does not see SIGTERM.
        program.kill();
    }

    private void awaitServing() {
        program.awaitLog("NFS SERVER INITIALIZED", PATIENCE);
        program.awaitReady("port " + port + " of the NFS server", PATIENCE, () -> Ports.isOpen(port));
    }
}
