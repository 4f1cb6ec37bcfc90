package io.csi4j.sidecar.http;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/** Ports by name, as {@code http} for 80: {@code /etc/services}, else the few names Go knows by heart. */
final class ServiceNames {
    private static final Path FILE = Path.of("/etc/services");
    private static final Map<String, Integer> KNOWN = Map.of(
            "domain", 53,
            "ftp", 21,
            "ftps", 990,
            "http", 80,
            "https", 443,
            "imaps", 993,
            "pop3", 110,
            "smtp", 25,
            "ssh", 22,
            "telnet", 23);

    private ServiceNames() {}

    static OptionalInt port(String name) {
        return port(name, lines());
    }

    static OptionalInt port(String name, List<String> lines) {
        for (String line : lines) {
            int comment = line.indexOf('#');
            List<String> words = Arrays.asList(
                    (comment < 0 ? line : line.substring(0, comment)).strip().split("\\s+", -1));
            boolean named = words.size() > 1 && (words.indexOf(name) == 0 || words.lastIndexOf(name) > 1);
            if (named && words.get(1).endsWith("/tcp")) {
                return OptionalInt.of(
                        Integer.parseInt(words.get(1).substring(0, words.get(1).length() - 4)));
            }
        }
        Integer known = KNOWN.get(name);
        return known == null ? OptionalInt.empty() : OptionalInt.of(known);
    }

    private static List<String> lines() {
        try {
            return Files.readAllLines(FILE, StandardCharsets.ISO_8859_1);
        } catch (IOException absent) {
            return List.of();
        }
    }
}
