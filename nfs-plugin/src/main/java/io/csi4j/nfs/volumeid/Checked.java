package io.csi4j.nfs.volumeid;

/** A text from outside after its check: the value it stands for, or why it is refused. */
public sealed interface Checked<T> {
    record Valid<T>(T value) implements Checked<T> {}

    /** {@code why} is meant for the user who wrote the text. */
    record Invalid<T>(String why) implements Checked<T> {}
}
