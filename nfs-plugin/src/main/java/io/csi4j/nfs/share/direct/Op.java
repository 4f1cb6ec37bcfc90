package io.csi4j.nfs.share.direct;

import java.nio.ByteBuffer;

/**
 * One operation of an NFSv4.0 compound, as far as this driver needs them (RFC 7530, section 16). Names are bytes, since
 * a server may hold names that are no text in any encoding.
 */
sealed interface Op {
    /** The number on the wire, {@code nfs_opnum4}. */
    int number();

    /** The root of the server's name space becomes the current handle. */
    record PutRoot() implements Op {
        @Override
        public int number() {
            return 24;
        }
    }

    record PutHandle(Bytes handle) implements Op {
        @Override
        public int number() {
            return 22;
        }
    }

    /** Goes down one name; a link is found but never followed: the next name then fails. */
    record Lookup(Bytes name) implements Op {
        @Override
        public int number() {
            return 15;
        }
    }

    record GetHandle() implements Op {
        @Override
        public int number() {
            return 10;
        }
    }

    record SaveHandle() implements Op {
        @Override
        public int number() {
            return 32;
        }
    }

    record GetAttributes(AttributeSet wanted) implements Op {
        @Override
        public int number() {
            return 9;
        }
    }

    /** A directory, link, pipe or device; a file is opened instead. */
    record Create(NewThing thing, Bytes name, int mode) implements Op {
        @Override
        public int number() {
            return 6;
        }
    }

    /** What {@link Create} makes. */
    sealed interface NewThing {
        record Directory() implements NewThing {}

        record SymbolicLink(Bytes target) implements NewThing {}

        record Pipe() implements NewThing {}

        record Device(boolean isBlock, int major, int minor) implements NewThing {}
    }

    record Set(FileChange change) implements Op {
        @Override
        public int number() {
            return 34;
        }
    }

    /** A second name for the saved file, in the current directory. */
    record Link(Bytes name) implements Op {
        @Override
        public int number() {
            return 11;
        }
    }

    /** Removes a file or an empty directory from the current one. */
    record Remove(Bytes name) implements Op {
        @Override
        public int number() {
            return 28;
        }
    }

    /** From the saved directory into the current one. */
    record Rename(Bytes from, Bytes to) implements Op {
        @Override
        public int number() {
            return 29;
        }
    }

    /**
     * Entries of the current directory with their attributes.
     *
     * @param from where to go on, {@link Given.Entries#START} for the first ones
     * @param wanted which attributes of each
     */
    record ReadDirectory(Given.Place from, AttributeSet wanted) implements Op {
        @Override
        public int number() {
            return 26;
        }
    }

    record ReadLink() implements Op {
        @Override
        public int number() {
            return 27;
        }
    }

    /** Bytes of the current file, which need not be open. */
    record Read(long offset, int count) implements Op {
        @Override
        public int number() {
            return 25;
        }
    }

    /**
     * Bytes into the current file, which need not be open.
     *
     * @param isStable whether they are on disk when the answer comes, else after a {@link Commit}
     */
    record Write(long offset, ByteBuffer bytes, boolean isStable) implements Op {
        @Override
        public int number() {
            return 38;
        }
    }

    /** All that was written to the current file goes to disk. */
    record Commit() implements Op {
        @Override
        public int number() {
            return 5;
        }
    }

    /** Names a client to the server; {@code incarnation} has 8 bytes. */
    record SetClient(Bytes name, Bytes incarnation) implements Op {
        @Override
        public int number() {
            return 35;
        }
    }

    record ConfirmClient(long client, Bytes confirmation) implements Op {
        @Override
        public int number() {
            return 36;
        }
    }

    /** Makes a file in the current directory and opens it for writing; a fault if there is one of that name. */
    record OpenNew(Opener opener, Bytes name, int mode) implements Op {
        @Override
        public int number() {
            return 18;
        }
    }

    /** Who opens: a client, a name of its own choice, and a number that goes up with every open and close. */
    record Opener(long client, Bytes owner, int sequence) {}

    record ConfirmOpen(Given.State state, int sequence) implements Op {
        @Override
        public int number() {
            return 20;
        }
    }

    record Close(Given.State state, int sequence) implements Op {
        @Override
        public int number() {
            return 4;
        }
    }
}
