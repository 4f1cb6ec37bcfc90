package io.csi4j.nfs.share.direct;

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

    /** Type, file number and mode. */
    record GetAttributes() implements Op {
        @Override
        public int number() {
            return 9;
        }
    }

    record MakeDirectory(Bytes name, int mode) implements Op {
        @Override
        public int number() {
            return 6;
        }
    }

    record SetMode(int mode) implements Op {
        @Override
        public int number() {
            return 34;
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

    /** The first entries of the current directory, with their types. */
    record ReadDirectory() implements Op {
        @Override
        public int number() {
            return 26;
        }
    }
}
