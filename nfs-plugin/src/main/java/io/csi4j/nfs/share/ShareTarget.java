package io.csi4j.nfs.share;

import io.csi4j.nfs.volumeid.ShareAddress;

/** A share and the options to reach it with. */
public record ShareTarget(ShareAddress address, MountOptions options) {
    @Override
    public String toString() {
        return "server \"%s\" share \"%s\"".formatted(address.server(), address.export());
    }
}
