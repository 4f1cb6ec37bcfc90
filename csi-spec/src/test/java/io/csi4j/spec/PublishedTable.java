package io.csi4j.spec;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/** The lines that the published Go modules gave, kept as a resource so that the build needs no Go. */
final class PublishedTable {
    private PublishedTable() {}

    static List<String> lines() throws IOException {
        try (var in = Objects.requireNonNull(
                PublishedTable.class.getResourceAsStream("/published.txt"), "test resource published.txt")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        }
    }
}
