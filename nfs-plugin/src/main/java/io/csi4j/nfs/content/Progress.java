package io.csi4j.nfs.content;

/** How far a background job is when its caller's patience ends. */
public sealed interface Progress<T> {
    record Done<T>(T value) implements Progress<T> {}

    /** It goes on; repeat the call. */
    record Running<T>() implements Progress<T> {}

    /** Another job runs under that name, with other arguments. */
    record Conflict<T>(String why) implements Progress<T> {}
}
