package io.csi4j.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Reads logs that another process is writing; whatever is not UTF-8 is replaced, an absent file is empty. */
final class LogFile {
    private LogFile() {}

    static String tail(Path log, int lines) {
        List<String> all = since(log, 0).lines().toList();
        return String.join("\n", all.subList(Math.max(0, all.size() - lines), all.size()));
    }

    /** Everything from the given byte on. */
    static String since(Path log, long offset) {
        byte[] bytes = bytes(log);
        int from = (int) Math.min(offset, bytes.length);
        return new String(bytes, from, bytes.length - from, StandardCharsets.UTF_8);
    }

    static long size(Path log) {
        return log.toFile().length();
    }

    private static byte[] bytes(Path log) {
        try {
            return Files.exists(log) ? Files.readAllBytes(log) : new byte[0];
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
