package io.csi4j.sidecar.flags;

import java.math.BigInteger;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Truths and numbers as Go's {@code strconv} reads them for flags: whole numbers in base 10, 16 ({@code 0x}),
 * 8 ({@code 0o} or a leading 0) or 2 ({@code 0b}) with single underscores between digits. All methods throw
 * {@link IllegalArgumentException} with Go's two reasons.
 */
final class GoNumbers {
    private static final String SYNTAX = "parse error";
    private static final String RANGE = "value out of range";
    private static final Pattern WHOLE =
            Pattern.compile("0[xX](_?[0-9a-fA-F])+|0[bB](_?[01])+|0[oO](_?[0-7])+|0(_?[0-7])*|[1-9](_?[0-9])*");
    private static final String DIGITS = "[0-9](_?[0-9])*";
    private static final String HEX_DIGITS = "[0-9a-fA-F](_?[0-9a-fA-F])*";
    private static final Pattern DECIMAL = Pattern.compile("[+-]?"
            + ("(" + fraction(DIGITS) + "([eE][+-]?" + DIGITS + ")?")
            + ("|0[xX]_?" + fraction(HEX_DIGITS) + "[pP][+-]?" + DIGITS + ")"));
    private static final Pattern NAMED = Pattern.compile("nan|[+-]?inf(inity)?");

    private GoNumbers() {}

    static boolean bool(String text) {
        return switch (text) {
            case "1", "t", "T", "true", "TRUE", "True" -> true;
            case "0", "f", "F", "false", "FALSE", "False" -> false;
            default -> throw new IllegalArgumentException(SYNTAX);
        };
    }

    static long whole(String text, long least, long most) {
        boolean signed = text.startsWith("-") || text.startsWith("+");
        BigInteger size = magnitude(signed ? text.substring(1) : text);
        return within(text.startsWith("-") ? size.negate() : size, least, most);
    }

    /** A number without a sign, from 0. */
    static long natural(String text, long most) {
        return within(magnitude(text), 0, most);
    }

    static double decimal(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        if (NAMED.matcher(lower).matches()) {
            double size = lower.equals("nan") ? Double.NaN : Double.POSITIVE_INFINITY;
            return lower.startsWith("-") ? -size : size;
        }
        if (!DECIMAL.matcher(text).matches()) {
            throw new IllegalArgumentException(SYNTAX);
        }
        double number = Double.parseDouble(text.replace("_", ""));
        if (Double.isInfinite(number)) {
            throw new IllegalArgumentException(RANGE);
        }
        return number;
    }

    private static String fraction(String digits) {
        return "(" + digits + "\\.?(" + digits + ")?|\\." + digits + ")";
    }

    private static BigInteger magnitude(String text) {
        if (!WHOLE.matcher(text).matches()) {
            throw new IllegalArgumentException(SYNTAX);
        }
        String digits = text.replace("_", "").toLowerCase(Locale.ROOT);
        if (digits.startsWith("0x")) {
            return new BigInteger(digits.substring(2), 16);
        }
        if (digits.startsWith("0b")) {
            return new BigInteger(digits.substring(2), 2);
        }
        if (digits.startsWith("0o")) {
            return new BigInteger(digits.substring(2), 8);
        }
        return new BigInteger(digits, digits.startsWith("0") ? 8 : 10);
    }

    private static long within(BigInteger number, long least, long most) {
        if (number.compareTo(BigInteger.valueOf(least)) < 0 || number.compareTo(BigInteger.valueOf(most)) > 0) {
            throw new IllegalArgumentException(RANGE);
        }
        return number.longValueExact();
    }
}
