package io.csi4j.sidecar.flags;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Walks along the arguments once and gives every flag its text; mutable, for one walk. */
final class FlagParser {
    /** The command line asks for the usage text or is wrong; the message is empty in the first case. */
    static final class Refused extends Exception {
        private static final long serialVersionUID = 1L;

        Refused(String message) {
            super(message);
        }
    }

    private final Map<String, Flag<?>> flags;
    private final Dialect dialect;
    private final Deque<String> left;

    FlagParser(Map<String, Flag<?>> flags, Dialect dialect, List<String> arguments) {
        this.flags = flags;
        this.dialect = dialect;
        this.left = new ArrayDeque<>(arguments);
    }

    void parse() throws Refused {
        while (!left.isEmpty()) {
            String argument = left.removeFirst();
            if (argument.equals("--")) {
                return;
            }
            if (isFlag(argument)) {
                take(argument);
            } else if (dialect == Dialect.GO) {
                // Go's own flag package stops at the first other word; upstream then ignores the rest.
                return;
            }
        }
    }

    private static boolean isFlag(String argument) {
        return argument.length() > 1 && argument.startsWith("-");
    }

    private void take(String argument) throws Refused {
        String body = argument.substring(argument.startsWith("--") ? 2 : 1);
        if (body.startsWith("-") || body.startsWith("=")) {
            throw new Refused("bad flag syntax: " + argument);
        }
        int equals = body.indexOf('=');
        String name = equals < 0 ? body : body.substring(0, equals);
        String value = equals < 0 ? null : body.substring(equals + 1);
        Flag<?> flag = flags.get(name);
        if (flag != null) {
            give(flag, value);
        } else if (!takeShorthand(argument)) {
            throw new Refused(name.equals("h") || name.equals("help") ? "" : dialect.unknown(argument, name));
        }
    }

    /** pflag's {@code -v5}. */
    private boolean takeShorthand(String argument) throws Refused {
        if (dialect != Dialect.PFLAG || argument.startsWith("--")) {
            return false;
        }
        Flag<?> flag = flags.get(argument.substring(1, 2));
        if (flag == null) {
            return false;
        }
        give(flag, argument.substring(2));
        return true;
    }

    private void give(Flag<?> flag, @Nullable String attached) throws Refused {
        String value = attached;
        if (value == null) {
            value = flag.type().bare() ? "true" : left.pollFirst();
        }
        if (value == null) {
            throw new Refused("flag needs an argument: " + dialect.dashes() + flag.name());
        }
        try {
            flag.accept(value);
        } catch (IllegalArgumentException wrong) {
            throw new Refused(dialect.badValue(flag, value, String.valueOf(wrong.getMessage())));
        }
    }
}
