package io.csi4j.nfs.controller;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.csi4j.nfs.share.MountOptions;
import io.csi4j.nfs.volumeid.ShareAddress;
import java.util.List;
import java.util.Map;

/**
 * Mount options for a share. DeleteVolume is not told any (upstream issues 260 and 534), so those of the last volume
 * made on the same share serve, unless a secret names some. Bounded; forgotten with the process.
 */
final class KnownOptions {
    private static final int SHARES = 10_000;
    private static final String SECRET_KEY = "mountOptions";

    private final Cache<ShareAddress, MountOptions> known =
            Caffeine.newBuilder().maximumSize(SHARES).executor(Runnable::run).build();

    void remember(ShareAddress share, MountOptions options) {
        // Mostly they are the same, and a write takes a lock that a read does not.
        if (!options.equals(known.getIfPresent(share))) {
            known.put(share, options);
        }
    }

    /** From the secret if it has the key, in any letter case. */
    MountOptions of(ShareAddress share, Map<String, String> secrets) {
        return of(share, secrets, "");
    }

    /**
     * From the secret and the snapshot class together, if one of them says something.
     *
     * @param ofClass options with commas between, or empty
     */
    MountOptions of(ShareAddress share, Map<String, String> secrets, String ofClass) {
        String ofSecret = secrets.entrySet().stream()
                .filter(secret -> secret.getKey().equalsIgnoreCase(SECRET_KEY))
                .findFirst()
                .map(Map.Entry::getValue)
                .orElse("");
        boolean isSaid = !ofSecret.isEmpty() || !ofClass.isEmpty();
        return isSaid
                ? MountOptions.of(List.of(ofSecret, ofClass))
                : known.asMap().getOrDefault(share, MountOptions.NONE);
    }
}
