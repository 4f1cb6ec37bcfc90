package io.csi4j.nfs.share.direct;

import java.nio.ByteBuffer;

/**
 * One operation of an NFSv4.0 compound, as far as this driver needs them (RFC 7530, section 16). Names are bytes, since
 * a server may hold names that are no text in any encoding.
 */
sealed interface Op {
    /** The number on the wire, {@code nfs_opnum4}. */
    default int number() {
        return switch (this) {
            case Close _ -> 4;
            case Commit _ -> 5;
            case Create _ -> 6;
            case GetAttributes _ -> 9;
            case GetHandle _ -> 10;
            case Link _ -> 11;
            case Lookup _ -> 15;
            case LookUpParent _ -> 16;
            case OpenNew _ -> 18;
            case ConfirmOpen _ -> 20;
            case PutHandle _ -> 22;
            case PutRoot _ -> 24;
            case Read _ -> 25;
            case ReadDirectory _ -> 26;
            case ReadLink _ -> 27;
            case Remove _ -> 28;
            case Rename _ -> 29;
            case SaveHandle _ -> 32;
            case Set _ -> 34;
            case SetClient _ -> 35;
            case ConfirmClient _ -> 36;
            case Write _ -> 38;
        };
    }

    /** The root of the server's name space becomes the current handle. */
    record PutRoot() implements Op {}

    record PutHandle(Bytes handle) implements Op {}

    /** Goes down one name; a link is found but never followed: the next name then fails. */
    record Lookup(Bytes name) implements Op {}

    /** Goes up to the parent of a directory; from anything else it fails. */
    record LookUpParent() implements Op {}

    record GetHandle() implements Op {}

    record SaveHandle() implements Op {}

    record GetAttributes(AttributeSet wanted) implements Op {}

    /** A directory, link, pipe or device; a file is opened instead. */
    record Create(NewThing thing, Bytes name, int mode) implements Op {}

    /** What {@link Create} makes. */
    sealed interface NewThing {
        record Directory() implements NewThing {}

        record SymbolicLink(Bytes target) implements NewThing {}

        record Pipe() implements NewThing {}

        record Device(boolean isBlock, int major, int minor) implements NewThing {}
    }

    record Set(FileChange change) implements Op {}

    /** A second name for the saved file, in the current directory. */
    record Link(Bytes name) implements Op {}

    /** Removes a file or an empty directory from the current one. */
    record Remove(Bytes name) implements Op {}

    /** From the saved directory into the current one. */
    record Rename(Bytes from, Bytes to) implements Op {}

    /**
     * Entries of the current directory with their attributes.
     *
     * @param from where to go on, {@link Given.Entries#START} for the first ones
     * @param wanted which attributes of each
     */
    record ReadDirectory(Given.Place from, AttributeSet wanted) implements Op {}

    record ReadLink() implements Op {}

    /** Bytes of the current file, which need not be open. */
    record Read(long offset, int count) implements Op {}

    /**
     * Bytes into the current file, which need not be open.
     *
     * @param isStable whether they are on disk when the answer comes, else after a {@link Commit}
     */
    record Write(long offset, ByteBuffer bytes, boolean isStable) implements Op {}

    /** All that was written to the current file goes to disk. */
    record Commit() implements Op {}

    /** Names a client to the server; {@code incarnation} has 8 bytes. */
    record SetClient(Bytes name, Bytes incarnation) implements Op {}

    record ConfirmClient(long client, Bytes confirmation) implements Op {}

    /** Makes a file in the current directory and opens it for writing; a fault if there is one of that name. */
    record OpenNew(Opener opener, Bytes name, int mode) implements Op {}

    /** Who opens: a client, a name of its own choice, and a number that goes up with every open and close. */
    record Opener(long client, Bytes owner, int sequence) {}

    record ConfirmOpen(Given.State state, int sequence) implements Op {}

    record Close(Given.State state, int sequence) implements Op {}
}
