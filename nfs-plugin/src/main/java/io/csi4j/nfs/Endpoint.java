package io.csi4j.nfs;

import io.csi4j.sidecar.csi.DriverAddress;
import io.csi4j.sidecar.launch.Exit;
import io.csi4j.sidecar.launch.StartupException;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The flag {@code --endpoint} (contract section 1), which differs from the sidecars' {@code --csi-address}. */
final class Endpoint {
    private static final Pattern SHAPE = Pattern.compile("(?i)(unix|tcp)://(.+)");

    private Endpoint() {}

    /**
     * Reads {@code unix://path}, in front of whose path a slash is put, or {@code tcp://host:port}.
     *
     * @throws StartupException with {@link Exit#FATAL} for anything else
     */
    static DriverAddress parse(String text) {
        Matcher matcher = SHAPE.matcher(text);
        if (!matcher.matches()) {
            throw new StartupException(
                    Exit.FATAL, "need unix://path or tcp://host:port as the endpoint, got '%s'".formatted(text));
        }
        try {
            return matcher.group(1).equalsIgnoreCase("unix")
                    ? new DriverAddress.UnixSocket(
                            Path.of("/" + matcher.group(2)).normalize())
                    : DriverAddress.parse(matcher.group(2));
        } catch (StartupException fault) {
            throw new StartupException(Exit.FATAL, String.valueOf(fault.getMessage()), fault);
        }
    }
}
