package io.csi4j.controller.api;

/**
 * What a watch tells next.
 *
 * @param <T> the kind watched
 */
public sealed interface WatchEvent<T> {
    /** The object exists and looks like this: it was added or changed. */
    record Present<T>(T value) implements WatchEvent<T> {}

    /** The object is gone; this is what it last looked like. */
    record Gone<T>(T value) implements WatchEvent<T> {}

    /**
     * Everything up to this version has been told.
     *
     * @param completesList the last of the objects that were there at the start has been told
     */
    record Bookmark<T>(String resourceVersion, boolean completesList) implements WatchEvent<T> {}

    /** The server ends the watch with a fault; {@code code} 410 means that it cannot go on from there. */
    record Failed<T>(int code, String reason, String message) implements WatchEvent<T> {}

    /**
     * Nothing more comes.
     *
     * @param clean the server ended it in order, as it does every few minutes; false if the stream was cut or went
     *     silent
     */
    record Ended<T>(boolean clean, String why) implements WatchEvent<T> {}
}
