package io.csi4j.sidecar.flags;

import io.csi4j.sidecar.log.GoQuote;

/**
 * What differs between the two flag libraries upstream uses: the provisioner has pflag, all others have Go's own.
 * Everything one of them accepts is accepted in both, except where a word that is no flag stands: Go stops there.
 */
enum Dialect {
    GO("-") {
        @Override
        String unknown(String argument, String name) {
            return "flag provided but not defined: -" + name;
        }

        @Override
        String badValue(Flag<?> flag, String value, String reason) {
            return flag.type().bare()
                    ? "invalid boolean value " + GoQuote.of(value) + " for -" + flag.name() + ": " + reason
                    : "invalid value " + GoQuote.of(value) + " for flag -" + flag.name() + ": " + reason;
        }
    },
    PFLAG("--") {
        @Override
        String unknown(String argument, String name) {
            return argument.startsWith("--")
                    ? "unknown flag: --" + name
                    : "unknown shorthand flag: '" + name.charAt(0) + "' in " + argument;
        }

        @Override
        String badValue(Flag<?> flag, String value, String reason) {
            return "invalid argument " + GoQuote.of(value) + " for \"--" + flag.name() + "\" flag: " + reason;
        }
    };

    private final String dashes;

    Dialect(String dashes) {
        this.dashes = dashes;
    }

    /** What stands before a name in messages and in the usage text. */
    String dashes() {
        return dashes;
    }

    abstract String unknown(String argument, String name);

    abstract String badValue(Flag<?> flag, String value, String reason);
}
