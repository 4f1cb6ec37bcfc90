package io.csi4j.nfs.volumeid;

import java.util.Optional;

/**
 * An export of an NFS server.
 *
 * @param server host name, IPv4 or IPv6 address, the latter with or without brackets
 * @param export path of the export with one leading {@code /} and none at the end, {@code /} for the root
 */
public record ShareAddress(String server, String export) {
    public static ShareAddress of(String server, String path) {
        String export = SharePath.of(path).map(SharePath::toString).orElse("/");
        return new ShareAddress(server, export);
    }

    /** The server without brackets, as a resolver wants it. */
    public String host() {
        return server.startsWith("[") && server.endsWith("]") ? server.substring(1, server.length() - 1) : server;
    }

    /** What {@code mount} takes as its source: a bare IPv6 address gets brackets. */
    @Override
    public String toString() {
        return mountHost(server) + ":" + export;
    }

    /**
     * The mount source of a volume on a node: the share, and the directory below it if there is one (contract 4.1 step
     * 6). A share without a leading {@code /} gets one, as the controller mounts it that way (contract 3.2).
     *
     * @return empty if an element of server, share or directory is {@code ..} (contract 3.9)
     */
    public static Optional<String> mountSource(String server, String share, String subDir) {
        if (PathText.climbs(server) || PathText.climbs(share) || PathText.climbs(subDir)) {
            return Optional.empty();
        }
        String rooted = share.startsWith("/") ? share : "/" + share;
        if (subDir.isEmpty()) {
            return Optional.of(mountHost(server) + ":" + rooted);
        }
        String cut = rooted.endsWith("/") ? rooted.substring(0, rooted.length() - 1) : rooted;
        return Optional.of(mountHost(server) + ":" + cut + "/" + PathText.withoutOuterSlashes(subDir));
    }

    private static String mountHost(String server) {
        return server.indexOf(':') >= 0 && !server.startsWith("[") ? "[" + server + "]" : server;
    }
}
