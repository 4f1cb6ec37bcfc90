package io.csi4j.bench.row;

import io.csi4j.lab.Ports;
import io.csi4j.lab.Program;
import io.csi4j.testkit.driver.FakeDriver;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Kubelet's side of a liveness probe: a GET of {@code /healthz}. Mutable (which start has which port), concurrent. */
final class ProbeContact implements NodeSidecarRow.Contact {
    private static final byte[] REQUEST =
            "GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final String GOOD = "HTTP/1.1 200";

    private final Map<Path, Integer> ports = new ConcurrentHashMap<>();

    @Override
    public Program.Plan with(Program.Plan plan, FakeDriver driver, Path folder) {
        int port = ports.computeIfAbsent(folder, path -> Ports.free());
        return plan.with("--csi-address=" + driver.address(), "--http-endpoint=127.0.0.1:" + port);
    }

    @Override
    public void awaitReady(FakeDriver driver, Path folder) {
        Polling.until("/healthz", () -> isWell(folder) ? Optional.of(folder) : Optional.empty());
    }

    @Override
    public boolean isWell(Path folder) {
        return isHealthy(ports.getOrDefault(folder, 0));
    }

    private static boolean isHealthy(int port) {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.getOutputStream().write(REQUEST);
            byte[] begin = socket.getInputStream().readNBytes(GOOD.length());
            return new String(begin, StandardCharsets.US_ASCII).equals(GOOD);
        } catch (IOException notYet) {
            return false;
        }
    }
}
