package io.csi4j.sidecar.flags;

import io.csi4j.sidecar.launch.Exit;
import io.csi4j.sidecar.launch.StartupException;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The form of Kubernetes labels, checked at start: upstream finds out only when the API server refuses the lease, and
 * then never leads (contract common.md, section 12).
 */
final class Labels {
    private static final String WORD = "[A-Za-z0-9]([A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?";
    private static final String PART = "[a-z0-9]([a-z0-9-]*[a-z0-9])?";
    private static final String PREFIX = "(?=[^/]{1,253}/)" + PART + "(\\." + PART + ")*/";
    private static final Pattern KEY = Pattern.compile("(" + PREFIX + ")?" + WORD);
    private static final Pattern VALUE = Pattern.compile("(" + WORD + ")?");

    private Labels() {}

    static void check(Flag<Map<String, String>> flag) {
        flag.value().forEach((key, value) -> {
            if (!KEY.matcher(key).matches() || !VALUE.matcher(value).matches()) {
                throw new StartupException(Exit.FAILURE, flag.name() + ": no valid label: " + key + ":" + value);
            }
        });
    }
}
