package io.csi4j.nfs.share.direct;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Attributes to set; those that are null stay.
 *
 * @param user as the server writes it
 * @param group the same
 */
record FileChange(
        @Nullable Integer mode,
        @Nullable Bytes user,
        @Nullable Bytes group,
        @Nullable Instant modified) {
    /** {@code SET_TO_CLIENT_TIME4}. */
    private static final int OUR_TIME = 1;

    static FileChange ofMode(int mode) {
        return new FileChange(mode, null, null, null);
    }

    static FileChange ofOwners(Bytes user, Bytes group) {
        return new FileChange(null, user, group, null);
    }

    /** Which attributes, as on the wire. */
    int[] mask() {
        int second = mode == null ? 0 : CompoundLayout.MODE_BIT;
        second |= user == null ? 0 : CompoundLayout.OWNER_BIT;
        second |= group == null ? 0 : CompoundLayout.GROUP_BIT;
        second |= modified == null ? 0 : CompoundLayout.SET_MODIFIED_BIT;
        return new int[] {0, second};
    }

    /** Their values in the order of their numbers, as on the wire. */
    byte[] values() {
        var bytes = new ByteArrayOutputStream();
        try (var out = new DataOutputStream(bytes)) {
            if (mode != null) {
                out.writeInt(mode);
            }
            if (user != null) {
                writeText(out, user);
            }
            if (group != null) {
                writeText(out, group);
            }
            if (modified != null) {
                out.writeInt(OUR_TIME);
                out.writeLong(modified.getEpochSecond());
                out.writeInt(modified.getNano());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static void writeText(DataOutputStream out, Bytes text) throws IOException {
        out.writeInt(text.length());
        out.write(text.toArray());
        out.write(new byte[-text.length() & 3]);
    }
}
