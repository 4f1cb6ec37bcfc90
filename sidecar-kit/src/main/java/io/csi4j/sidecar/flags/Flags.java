package io.csi4j.sidecar.flags;

import io.csi4j.sidecar.launch.Exit;
import io.csi4j.sidecar.launch.StartupException;
import io.csi4j.sidecar.log.GoQuote;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * The flags of one program: declare them, {@link #parse} once, read their values. Mutable and for the starting thread
 * alone. The grammar is the union of Go's {@code flag} and pflag (contract common.md, section 2): one dash or two, the
 * value after {@code =} or as the next word, truths alone or with {@code =}; the last of several wins, maps add up.
 */
public final class Flags {
    private final String title;
    private final Dialect dialect;
    private final Consumer<String> warnings;
    private final Map<String, Flag<?>> flags = new TreeMap<>();

    /**
     * A program whose upstream uses Go's {@code flag}: parsing ends at the first word that is no flag.
     *
     * @param synopsis what the program is for, in a few words
     */
    public Flags(String program, String synopsis) {
        this(title(program, synopsis), Dialect.GO, System.err::print);
    }

    Flags(String title, Dialect dialect, Consumer<String> warnings) {
        this.title = title;
        this.dialect = dialect;
        this.warnings = warnings;
    }

    /** A program whose upstream uses pflag: other words may stand between flags. */
    public static Flags interleaved(String program, String synopsis) {
        return new Flags(title(program, synopsis), Dialect.PFLAG, System.err::print);
    }

    private static String title(String program, String synopsis) {
        return synopsis.isEmpty() ? program : program + " (" + synopsis + ")";
    }

    public Flag<String> text(String name, String standard, String usage) {
        return add(name, FlagType.TEXT, standard, usage);
    }

    public Flag<Boolean> bool(String name, boolean standard, String usage) {
        return add(name, FlagType.BOOL, standard, usage);
    }

    /** A whole number of 32 bits. */
    public Flag<Integer> integer(String name, int standard, String usage) {
        return add(name, FlagType.INTEGER, standard, usage);
    }

    /** A whole number of 64 bits. */
    public Flag<Long> whole(String name, long standard, String usage) {
        return add(name, FlagType.WHOLE, standard, usage);
    }

    /** A whole number from 0 to 2^31-1: Go's {@code uint}. */
    public Flag<Integer> count(String name, int standard, String usage) {
        return add(name, FlagType.COUNT, standard, usage);
    }

    /** A whole number from 0 to 2^63-1: Go's {@code uint64}. */
    public Flag<Long> natural(String name, long standard, String usage) {
        return add(name, FlagType.NATURAL, standard, usage);
    }

    public Flag<Double> decimal(String name, double standard, String usage) {
        return add(name, FlagType.DECIMAL, standard, usage);
    }

    /** A duration in Go's form, {@link GoDuration}. */
    public Flag<Duration> duration(String name, Duration standard, String usage) {
        return add(name, FlagType.DURATION, standard, usage);
    }

    /** Labels {@code k:v,k2:v2}; given again they add up. */
    public Flag<Map<String, String>> labels(String name, String usage) {
        return add(name, FlagType.LABELS, Map.of(), usage);
    }

    /** Switches {@code k=true,k2=false}; given again they add up, later ones win. */
    public Flag<Map<String, Boolean>> gates(String name, String usage) {
        return add(name, FlagType.GATES, Map.of(), usage);
    }

    /** A flag that upstream still accepts, with any value, though it has no effect; using it warns. */
    public void ignored(String name, String usage) {
        add(name, FlagType.checked(value -> warnAbout(name, value)), "", usage);
    }

    <T> Flag<T> add(String name, FlagType<T> type, T standard, String usage) {
        Flag<T> flag = new Flag<>(name, type, standard, usage);
        if (flags.putIfAbsent(name, flag) != null) {
            throw new IllegalStateException("flag declared twice: " + name);
        }
        return flag;
    }

    private String warnAbout(String name, String value) {
        // Upstream writes this warning without a newline at its end.
        warnings.accept("Warning: option " + name + "=" + GoQuote.of(value) + " is deprecated and has no effect");
        return value;
    }

    /**
     * Reads the command line.
     *
     * @throws StartupException with {@link Exit#USAGE}, the reason and the usage text when it is wrong, with
     *     {@link Exit#OK} and the usage text when it asks for help
     */
    public void parse(String... arguments) {
        try {
            new FlagParser(flags, dialect, List.of(arguments)).parse();
        } catch (FlagParser.Refused refused) {
            String reason = String.valueOf(refused.getMessage());
            if (reason.isEmpty()) {
                throw new StartupException(Exit.OK, usage());
            }
            throw new StartupException(Exit.USAGE, reason + "\n" + usage());
        }
    }

    /** All flags with their meaning and standard value, sorted by name. */
    public String usage() {
        return UsageText.of(title, dialect, flags.values());
    }

    /** Whether the command line names the flag. */
    public boolean isSet(String name) {
        Flag<?> flag = flags.get(name);
        return flag != null && flag.isSet();
    }
}
