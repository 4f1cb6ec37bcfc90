package io.csi4j.controller.storage;

import java.util.Arrays;
import java.util.Optional;

/** A constant that the API writes in its own spelling. */
public interface WireName {
    String wireName();

    /** The constant spelled that way, exactly as the API compares. */
    static <E extends WireName> Optional<E> find(E[] constants, String wireName) {
        return Arrays.stream(constants)
                .filter(constant -> constant.wireName().equals(wireName))
                .findFirst();
    }
}
