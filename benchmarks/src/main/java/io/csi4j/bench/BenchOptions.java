package io.csi4j.bench;

import io.csi4j.sidecar.launch.Exit;
import io.csi4j.sidecar.launch.StartupException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * What the user asked for.
 *
 * @param rows names of the rows to measure; empty for all
 * @param rounds 0 for as many as the scale says
 */
record BenchOptions(boolean isQuick, boolean isList, int rounds, List<String> rows) {
    static final String USAGE = """
            ./bench                all rows with the sizes of the table; writes docs/performance.md and its plots
              --quick              small sizes, within 3 minutes; the page goes to target/bench only
              --row NAME           only that row; may be repeated
              --rounds N           so many rounds instead of 3
              --list               names the rows
            PEERS=FOLDER ./bench   measures upstream's programs in that folder in the same run, alternating""";

    BenchOptions {
        rows = List.copyOf(rows);
    }

    static BenchOptions parse(List<String> words) {
        boolean isQuick = false;
        boolean isList = false;
        int rounds = 0;
        List<String> rows = new ArrayList<>();
        for (Iterator<String> rest = words.iterator(); rest.hasNext(); ) {
            String word = rest.next();
            switch (word) {
                case "--quick" -> isQuick = true;
                case "--list" -> isList = true;
                case "--row" -> rows.add(valueOf(word, rest));
                case "--rounds" -> rounds = number(word, valueOf(word, rest));
                case "-h", "--help" -> throw new StartupException(Exit.OK, USAGE);
                default -> throw new StartupException(Exit.USAGE, "bench: unknown option " + word + "\n" + USAGE);
            }
        }
        return new BenchOptions(isQuick, isList, rounds, rows);
    }

    private static String valueOf(String option, Iterator<String> rest) {
        if (!rest.hasNext()) {
            throw new StartupException(Exit.USAGE, "bench: " + option + " needs a value\n" + USAGE);
        }
        return rest.next();
    }

    private static int number(String option, String value) {
        try {
            int number = Integer.parseInt(value);
            if (number > 0) {
                return number;
            }
        } catch (NumberFormatException notOne) {
            // Told below.
        }
        throw new StartupException(Exit.USAGE, "bench: " + option + " needs a number above 0, got " + value);
    }
}
