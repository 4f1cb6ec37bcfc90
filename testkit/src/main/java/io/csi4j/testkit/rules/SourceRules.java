package io.csi4j.testkit.rules;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What only the text of the sources shows: signs, sizes, leftovers. Style.md, sections 1 and 6. */
final class SourceRules {
    private static final int MOST_LINES = 350;
    private static final Pattern TO_DO_WITHOUT_ISSUE = Pattern.compile("\\bTO" + "DO(?!\\(#\\d+\\))|\\bFIX" + "ME\\b");
    private static final Pattern SIGN = Pattern.compile("(?s)\\A/\\*\\*.{60,}?\\*/\\s*@NullMarked\\s+package .*");
    private static final Pattern AUTHOR = Pattern.compile("@" + "author\\b");

    private final Path module;

    SourceRules(Path module) {
        this.module = module;
    }

    List<String> violations() {
        List<String> violations = new ArrayList<>();
        for (String folder : List.of("src/main/java", "src/test/java")) {
            for (Path source : sources(module.resolve(folder))) {
                check(source, violations);
            }
        }
        return violations;
    }

    private void check(Path source, List<String> violations) {
        String text = read(source);
        if (text.lines().count() > MOST_LINES) {
            violations.add(source + " has more than " + MOST_LINES + " lines");
        }
        if (TO_DO_WITHOUT_ISSUE.matcher(text).find()) {
            violations.add(source + " has a to-do without an issue, as in TO" + "DO(#123)");
        }
        if (AUTHOR.matcher(text).find()) {
            violations.add(source + " names an author");
        }
        if (source.endsWith("package-info.java") && !SIGN.matcher(text).matches()) {
            violations.add(source + " is no sign: need a javadoc and @NullMarked");
        }
    }

    private static List<Path> sources(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".java")).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
