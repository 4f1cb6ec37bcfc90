package io.csi4j.provisioner.request;

/** The name of a new volume, at the driver and in Kubernetes alike. */
final class VolumeName {
    /** {@code --volume-name-uuid-length}: the whole UID with its dashes. */
    static final int WHOLE = -1;

    private VolumeName() {}

    /** @param uuidLength {@link #WHOLE}, or how many of the UID's 32 digits are kept */
    static Step<String> of(String prefix, int uuidLength, String claimUid) {
        if (prefix.isEmpty()) {
            return Step.finished("the volume name prefix is empty, cannot build a volume name");
        }
        if (claimUid.isEmpty()) {
            return Step.finished("the claim has no UID, cannot build a volume name");
        }
        if (uuidLength == WHOLE) {
            return Step.ready(prefix + "-" + claimUid);
        }
        String digits = claimUid.replace("-", "");
        return Step.ready(prefix + "-" + digits.substring(0, Math.min(uuidLength, digits.length())));
    }
}
