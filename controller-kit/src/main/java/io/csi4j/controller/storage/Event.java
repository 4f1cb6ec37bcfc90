package io.csi4j.controller.storage;

/**
 * A core/v1 Event: something that happened to an object, for users to read.
 *
 * @param type {@code Normal} or {@code Warning}
 * @param component who tells it, as users know it
 * @param host where it runs; often empty
 * @param count how often it happened
 * @param firstTime RFC 3339
 * @param lastTime RFC 3339
 */
public record Event(
        Meta meta,
        ObjectReference involved,
        String type,
        String reason,
        String message,
        String component,
        String host,
        int count,
        String firstTime,
        String lastTime)
        implements KubeObject {}
