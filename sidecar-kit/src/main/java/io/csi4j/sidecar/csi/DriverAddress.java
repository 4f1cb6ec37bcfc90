package io.csi4j.sidecar.csi;

import io.csi4j.sidecar.launch.Exit;
import io.csi4j.sidecar.launch.StartupException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where a driver listens: the value of {@code --csi-address}. Contract common.md, section 3. */
public sealed interface DriverAddress {
    /** A path in a socket address has 108 bytes with its closing zero: unix(7). */
    int MAX_PATH_BYTES = 107;

    /** A unix domain socket, absolute and short enough for the kernel. */
    record UnixSocket(Path path) implements DriverAddress {
        public UnixSocket {
            int bytes = path.toString().getBytes(StandardCharsets.UTF_8).length;
            if (!path.isAbsolute()) {
                throw refused("need an absolute path to the driver's socket, got " + path);
            }
            if (bytes > MAX_PATH_BYTES) {
                throw refused("need a socket path of at most " + MAX_PATH_BYTES + " bytes, got " + bytes + ": " + path);
            }
        }

        @Override
        public String toString() {
            return path.toString();
        }
    }

    /** A TCP port; {@code host} empty listens on every address, port 0 on a free port. */
    record TcpPort(String host, int port) implements DriverAddress {
        public TcpPort {
            if (port < 0 || port > 65_535) {
                throw refused("need a TCP port of 0 to 65535, got " + port);
            }
        }

        @Override
        public String toString() {
            return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
        }
    }

    /**
     * Reads an address: {@code /path}, {@code unix:///path}, {@code unix:/path} or {@code host:port}, the latter also
     * behind {@code passthrough:///} or {@code dns:///}.
     *
     * @throws StartupException with {@link Exit#FAILURE} for anything else. Upstream hands that to gRPC as a TCP target
     *     that never answers
     */
    static DriverAddress parse(String flag) {
        if (flag.startsWith("/")) {
            return new UnixSocket(Path.of(flag));
        }
        if (flag.startsWith("unix://")) {
            return new UnixSocket(Path.of(flag.substring("unix://".length())));
        }
        if (flag.startsWith("unix:")) {
            return new UnixSocket(Path.of(flag.substring("unix:".length())));
        }
        Matcher hostAndPort = Pattern.compile(
                        "(?:(?:passthrough|dns):///)?(\\[[0-9A-Fa-f:.%]+]|[^/:\\[\\]]*):(\\d{1,5})")
                .matcher(flag);
        if (!hostAndPort.matches()) {
            throw refused("need /path/of/socket, unix:///path/of/socket or host:port as the driver's address, got '"
                    + flag + "'");
        }
        String host = hostAndPort.group(1);
        return new TcpPort(
                host.startsWith("[") ? host.substring(1, host.length() - 1) : host,
                Integer.parseInt(hostAndPort.group(2)));
    }

    private static StartupException refused(String message) {
        return new StartupException(Exit.FAILURE, message);
    }
}
