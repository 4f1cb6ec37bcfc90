package io.csi4j.sidecar.log;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The zone of the process, found without the JDK's table of all zones where it is UTC, as in nearly every container: to
 * read the table takes a tenth of a node program's start.
 */
final class LocalZone {
    private static final Path LOCAL_TIME = Path.of("/etc/localtime");
    private static final String ZONES = "/zoneinfo/";
    private static final Set<String> NAMES_OF_UTC = Set.of("UTC", "Etc/UTC");

    private LocalZone() {}

    static ZoneId current() {
        boolean isUtc = isUtc(System.getProperty("user.timezone"), System.getenv("TZ"), nameOf(LOCAL_TIME));
        return isUtc ? ZoneOffset.UTC : ZoneId.systemDefault();
    }

    /**
     * Whether it surely is; the first that says anything counts, as with Go an empty variable means UTC.
     *
     * @param setting of the JVM, null or empty if there is none
     * @param variable {@code TZ} of the environment, null if there is none
     * @param localTime zone of the machine, {@code UTC} if it has none, empty if it cannot be told
     */
    static boolean isUtc(@Nullable String setting, @Nullable String variable, String localTime) {
        if (setting != null && !setting.isEmpty()) {
            return NAMES_OF_UTC.contains(setting);
        }
        if (variable != null) {
            String name = variable.startsWith(":") ? variable.substring(1) : variable;
            return name.isEmpty() || NAMES_OF_UTC.contains(name);
        }
        return NAMES_OF_UTC.contains(localTime);
    }

    /** The zone a link leads to; {@code UTC} if there is no file, empty for a file that is no link to a zone. */
    static String nameOf(Path file) {
        if (Files.notExists(file, LinkOption.NOFOLLOW_LINKS)) {
            return "UTC";
        }
        return linkOf(file)
                .filter(target -> target.contains(ZONES))
                .map(target -> target.substring(target.indexOf(ZONES) + ZONES.length()))
                .orElse("");
    }

    private static Optional<String> linkOf(Path file) {
        try {
            return Files.isSymbolicLink(file)
                    ? Optional.of(Files.readSymbolicLink(file).toString())
                    : Optional.empty();
        } catch (IOException unreadable) {
            return Optional.empty();
        }
    }
}
