package io.csi4j.nfs.share.direct;

import java.nio.ByteBuffer;
import java.util.List;

/** What one operation of a compound gave besides its status. */
sealed interface Given {
    record Handle(Bytes handle) implements Given {}

    record Attributes(FileAttributes attributes) implements Given {}

    /**
     * Some entries of a directory, without {@code .} and {@code ..}.
     *
     * @param next where the rest begins
     * @param isAll whether there is no rest
     */
    record Entries(List<Entry> list, Place next, boolean isAll) implements Given {
        static final Place START = new Place(0, Bytes.of(new byte[8]));

        public Entries {
            list = List.copyOf(list);
        }
    }

    record Entry(Bytes name, FileAttributes attributes) {
        boolean isDirectory() {
            return attributes.isDirectory();
        }
    }

    /** A place in a directory; means something to the server only. */
    record Place(long cookie, Bytes verifier) {}

    record LinkText(Bytes text) implements Given {}

    record Content(ByteBuffer bytes, boolean isEnd) implements Given {}

    /** @param incarnation of the server; if it changes before a commit, what was written may be lost */
    record Written(int count, Bytes incarnation) implements Given {}

    record Committed(Bytes incarnation) implements Given {}

    record Client(long client, Bytes confirmation) implements Given {}

    record Opened(State state, boolean needsConfirmation) implements Given {}

    record Confirmed(State state) implements Given {}

    /** Names an open file to the server: a number of the state's changes, and 12 bytes. */
    record State(int change, Bytes name) {}
}
