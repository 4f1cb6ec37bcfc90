package io.csi4j.e2e.demo;

import java.util.Set;

/**
 * What the command line of {@code ./demo} asks for.
 *
 * @param node whether a VM node joins and the stories with pods are told
 * @param keep whether everything stays up after the stories
 */
record DemoOptions(boolean node, boolean keep) {
    private static final Set<String> KNOWN = Set.of("--node", "--keep");

    /** @throws IllegalArgumentException for a word that is no option, naming those that are */
    static DemoOptions parse(String... words) {
        Set<String> given = Set.of(words);
        for (String word : given) {
            if (!KNOWN.contains(word)) {
                throw new IllegalArgumentException("unknown option " + word + "; usage: ./demo [--node] [--keep]");
            }
        }
        return new DemoOptions(given.contains("--node"), given.contains("--keep"));
    }
}
