package io.csi4j.sidecar.flags;

import io.csi4j.sidecar.log.GoQuote;
import java.util.LinkedHashMap;
import java.util.Map;

/** Reads the two list forms of the contract: {@code k:v,k2:v2} and {@code k=true,k2=false}. */
final class GoMaps {
    private GoMaps() {}

    /** Every item must split at {@code :} into exactly two; so a trailing comma and an empty text are refused. */
    static Map<String, String> labels(String text) {
        Map<String, String> labels = new LinkedHashMap<>();
        for (String item : text.split(",", -1)) {
            int colon = item.indexOf(':');
            if (colon < 0 || item.indexOf(':', colon + 1) >= 0) {
                throw new IllegalArgumentException("expected key:value, got " + GoQuote.of(item));
            }
            labels.put(item.substring(0, colon), item.substring(colon + 1));
        }
        return labels;
    }

    /** Empty items are skipped and blanks around names and values ignored. */
    static Map<String, Boolean> gates(String text) {
        Map<String, Boolean> gates = new LinkedHashMap<>();
        for (String item : text.split(",", -1)) {
            if (!item.isEmpty()) {
                gate(item, gates);
            }
        }
        return gates;
    }

    private static void gate(String item, Map<String, Boolean> gates) {
        int equals = item.indexOf('=');
        if (equals < 0) {
            throw new IllegalArgumentException("malformed pair, expect string=bool, got " + GoQuote.of(item));
        }
        String name = item.substring(0, equals).strip();
        String value = item.substring(equals + 1).strip();
        try {
            gates.put(name, GoNumbers.bool(value));
        } catch (IllegalArgumentException notATruth) {
            throw new IllegalArgumentException(
                    "invalid value of " + name + ": " + GoQuote.of(value) + ", need true or false", notATruth);
        }
    }
}
