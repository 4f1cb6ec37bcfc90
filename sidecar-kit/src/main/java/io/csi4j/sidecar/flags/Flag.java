package io.csi4j.sidecar.flags;

/**
 * One flag of a program; its value changes while {@link Flags#parse} runs, by one thread, and never after.
 *
 * @param <T> what the text of the flag becomes
 */
public final class Flag<T> {
    private final String name;
    private final String usage;
    private final FlagType<T> type;
    private final T standard;
    private T value;
    private boolean set;

    Flag(String name, FlagType<T> type, T standard, String usage) {
        this.name = name;
        this.type = type;
        this.standard = standard;
        this.value = standard;
        this.usage = usage;
    }

    /** The name without dashes. */
    public String name() {
        return name;
    }

    /** What the command line says, the standard value without. */
    public T value() {
        return value;
    }

    /** Whether the command line names it, even with the standard value. */
    public boolean isSet() {
        return set;
    }

    /** Takes over a text of the command line; a flag given again replaces its value or adds to it. */
    void accept(String text) {
        T read = type.reader().apply(text);
        value = set ? type.join().apply(value, read) : read;
        set = true;
    }

    FlagType<T> type() {
        return type;
    }

    String usage() {
        return usage;
    }

    /** The standard value as the usage text shows it, empty for a zero value. */
    String standardText() {
        return type.show().apply(standard);
    }
}
