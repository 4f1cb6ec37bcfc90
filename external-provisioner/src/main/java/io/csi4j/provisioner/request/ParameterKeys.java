package io.csi4j.provisioner.request;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The keys of a storage class's parameters that mean something to the provisioner itself (contract 4.3). */
final class ParameterKeys {
    /** Reserved for the provisioner; a key of it that nobody knows is a mistake, not a driver parameter. */
    static final String PREFIX = "csi.storage.k8s.io/";

    static final String CLAIM_NAME = PREFIX + "pvc/name";
    static final String CLAIM_NAMESPACE = PREFIX + "pvc/namespace";
    static final String VOLUME_NAME = PREFIX + "pv/name";

    /** Compared without case, and passed on to the driver; the prefixed one is exact and is not. */
    private static final String FS_TYPE = "fstype";

    private static final String PREFIXED_FS_TYPE = PREFIX + FS_TYPE;

    private static final Set<String> KNOWN = Stream.concat(
                    Stream.of(PREFIXED_FS_TYPE, SecretUse.FALLBACK_NAME, SecretUse.FALLBACK_NAMESPACE),
                    Stream.of(SecretUse.values()).flatMap(use -> Stream.of(use.nameKey(), use.namespaceKey())))
            .collect(Collectors.toUnmodifiableSet());

    private ParameterKeys() {}

    /** The file system asked for, or {@code fallback} if none or an empty one is; empty if nobody cares. */
    static Step<String> fsType(Map<String, String> parameters, String fallback) {
        List<String> keys = new ArrayList<>();
        for (String key : parameters.keySet()) {
            if (key.equalsIgnoreCase(FS_TYPE) || key.equals(PREFIXED_FS_TYPE)) {
                keys.add(key);
            }
        }
        if (keys.size() > 1) {
            keys.sort(null);
            return Step.finished("more than one parameter names the file system: " + keys);
        }
        String asked = keys.isEmpty() ? "" : parameters.getOrDefault(keys.getFirst(), "");
        return Step.ready(asked.isEmpty() ? fallback : asked);
    }

    /** What the driver gets to see. */
    static Step<Map<String, String>> forDriver(Map<String, String> parameters) {
        var kept = new LinkedHashMap<String, String>();
        for (var parameter : parameters.entrySet()) {
            if (!parameter.getKey().startsWith(PREFIX)) {
                kept.put(parameter.getKey(), parameter.getValue());
            } else if (!KNOWN.contains(parameter.getKey())) {
                return Step.finished("parameter " + parameter.getKey() + " is unknown, and " + PREFIX
                        + " is reserved for the provisioner");
            }
        }
        return Step.ready(kept);
    }
}
