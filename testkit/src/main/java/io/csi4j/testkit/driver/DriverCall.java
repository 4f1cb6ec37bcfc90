package io.csi4j.testkit.driver;

import com.google.protobuf.Message;
import java.util.function.Predicate;

/**
 * One request that reached the driver.
 *
 * @param method bare name, e.g. {@code CreateVolume}
 */
public record DriverCall(String method, Message request) {
    /** Matches calls of that method; {@code *} stands for every one. */
    public static Predicate<DriverCall> on(String method) {
        return call -> method.equals("*") || call.method.equals(method);
    }

    /** The request as its own type; a class cast exception if it is another. */
    public <T extends Message> T request(Class<T> type) {
        return type.cast(request);
    }
}
