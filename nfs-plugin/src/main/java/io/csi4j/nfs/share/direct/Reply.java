package io.csi4j.nfs.share.direct;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a server answered to a compound: it stops at the first operation that fails.
 *
 * @param status of the last operation done, {@code nfsstat4}
 * @param done how many operations have a result, the failed one included
 * @param handle of the last {@code GetHandle}
 * @param attributes of the last {@code GetAttributes}
 * @param entries of {@code ReadDirectory}, without {@code .} and {@code ..}
 */
record Reply(
        int status,
        int done,
        @Nullable Bytes handle,
        @Nullable Attributes attributes,
        List<Entry> entries) {
    Reply {
        entries = List.copyOf(entries);
    }

    /**
     * Type, number and mode of a file.
     *
     * @param type {@code nfs_ftype4}
     */
    record Attributes(int type, long number, int mode) {
        private static final int DIRECTORY = 2;
        private static final int LINK = 5;

        boolean isDirectory() {
            return type == DIRECTORY;
        }

        boolean isLink() {
            return type == LINK;
        }
    }

    record Entry(Bytes name, boolean isDirectory) {}
}
