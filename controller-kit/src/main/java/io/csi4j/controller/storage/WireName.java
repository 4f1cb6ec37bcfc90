package io.csi4j.controller.storage;

import java.util.Optional;

/** A constant that the API writes in its own spelling. */
public interface WireName {
    String wireName();

    /** The constant spelled that way, exactly as the API compares. */
    static <E extends WireName> Optional<E> find(E[] constants, String wireName) {
        // A loop, as every object of every watch comes here several times: a stream took 2 % of the whole.
        for (E constant : constants) {
            if (constant.wireName().equals(wireName)) {
                return Optional.of(constant);
            }
        }
        return Optional.empty();
    }
}
