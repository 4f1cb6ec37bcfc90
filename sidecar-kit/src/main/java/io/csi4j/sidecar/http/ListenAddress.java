package io.csi4j.sidecar.http;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.channels.ServerSocketChannel;
import java.util.Locale;
import java.util.OptionalInt;

/**
 * Where to listen, by Go's rules for {@code host:port}: an empty host means all addresses of both families, a name
 * means one of its addresses, IPv4 first; the port may be a service name, empty or 0 means any free one.
 */
record ListenAddress(String host, int port) {
    private static final int BACKLOG = 128;
    private static final int HIGHEST_PORT = 65535;

    /**
     * @throws IOException when it is no address, in Go's words
     */
    static ListenAddress parse(String text) throws IOException {
        int colon = text.lastIndexOf(':');
        if (colon < 0) {
            throw wrong(text, "missing port in address");
        }
        return new ListenAddress(hostOf(text, colon), portOf(text.substring(colon + 1)));
    }

    private static String hostOf(String text, int colon) throws IOException {
        String host = text.substring(0, colon);
        if (host.startsWith("[")) {
            int end = text.indexOf(']');
            if (end < 0) {
                throw wrong(text, "missing ']' in address");
            }
            if (end != colon - 1) {
                throw wrong(text, end == text.length() - 1 ? "missing port in address" : "too many colons in address");
            }
            return host.substring(1, end);
        }
        if (host.indexOf(':') >= 0) {
            throw wrong(text, "too many colons in address");
        }
        return host;
    }

    private static int portOf(String port) throws IOException {
        if (port.isEmpty()) {
            return 0;
        }
        if (port.matches("[0-9]{1,9}")) {
            int number = Integer.parseInt(port);
            if (number > HIGHEST_PORT) {
                throw new IOException("address " + port + ": invalid port");
            }
            return number;
        }
        OptionalInt known = ServiceNames.port(port.toLowerCase(Locale.ROOT));
        return known.orElseThrow(() -> new IOException("lookup tcp/" + port + ": unknown port"));
    }

    /** Opens the listening socket. */
    ServerSocketChannel open() throws IOException {
        if (host.isEmpty()) {
            return bound(ServerSocketChannel.open(), new InetSocketAddress(port));
        }
        InetAddress address = oneOf(InetAddress.getAllByName(host));
        // Without its own family an IPv4 wildcard would listen on IPv6 too.
        ServerSocketChannel channel = address instanceof Inet4Address
                ? ServerSocketChannel.open(StandardProtocolFamily.INET)
                : ServerSocketChannel.open();
        return bound(channel, new InetSocketAddress(address, port));
    }

    static InetAddress oneOf(InetAddress[] addresses) {
        for (InetAddress address : addresses) {
            if (address instanceof Inet4Address) {
                return address;
            }
        }
        return addresses[0];
    }

    private static ServerSocketChannel bound(ServerSocketChannel channel, InetSocketAddress address)
            throws IOException {
        try {
            return channel.bind(address, BACKLOG);
        } catch (IOException | RuntimeException failure) {
            channel.close();
            throw failure;
        }
    }

    private static IOException wrong(String text, String reason) {
        return new IOException("address " + text + ": " + reason);
    }
}
