package io.csi4j.controller.storage;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.Optional;

/**
 * An amount of storage.
 *
 * <p>Two quantities are equal if they are the same number of bytes, however they are written.
 *
 * @param bytes whole bytes, rounded up (away from zero), at most {@link Long#MAX_VALUE}: larger ones are cut to it as
 *     Kubernetes does
 * @param text as it was written, or the canonical binary form
 */
public record Quantity(long bytes, String text) implements Comparable<Quantity> {
    private static final String DECIMAL_STEPS = "kMGTPE";
    private static final String BINARY_STEPS = "KMGTPE";
    private static final String FRACTION_STEPS = "mun";
    /** Beyond this many decimal places every non-zero number is cut or rounded to the same whole byte. */
    private static final int FARTHEST_EXPONENT = 40;

    /**
     * Reads every form the API takes: {@code 1Gi}, {@code 1.5G}, {@code 100m}, {@code 1e9}, {@code 1E9}, {@code 1E}.
     *
     * @return empty if the text is no quantity
     */
    public static Optional<Quantity> parse(String text) {
        int start = !text.isEmpty() && "+-".indexOf(text.charAt(0)) >= 0 ? 1 : 0;
        int end = endOfNumber(text, start);
        String suffix = text.substring(end);
        if (end == start || !isSuffix(suffix)) {
            return Optional.empty();
        }
        BigDecimal number = new BigDecimal(digits(text.substring(start, end))).multiply(factor(suffix));
        BigDecimal signed = text.startsWith("-") ? number.negate() : number;
        return Optional.of(new Quantity(wholeBytes(signed), text));
    }

    /** Where digits, at most one point among them, end; {@code start} if there is no digit. */
    private static int endOfNumber(String text, int start) {
        int end = start;
        int points = 0;
        while (end < text.length() && (isDigit(text.charAt(end)) || (text.charAt(end) == '.' && points == 0))) {
            points += text.charAt(end) == '.' ? 1 : 0;
            end++;
        }
        return end - start == points ? start : end;
    }

    private static boolean isDigit(char character) {
        return character >= '0' && character <= '9';
    }

    private static boolean isSuffix(String suffix) {
        return switch (suffix.length()) {
            case 0 -> true;
            case 1 -> DECIMAL_STEPS.contains(suffix) || FRACTION_STEPS.contains(suffix);
            default -> isBinary(suffix) || isExponent(suffix);
        };
    }

    private static boolean isBinary(String suffix) {
        return suffix.length() == 2 && suffix.charAt(1) == 'i' && BINARY_STEPS.indexOf(suffix.charAt(0)) >= 0;
    }

    private static boolean isExponent(String suffix) {
        int start = "+-".indexOf(suffix.charAt(1)) >= 0 ? 2 : 1;
        return "eE".indexOf(suffix.charAt(0)) >= 0
                && start < suffix.length()
                && suffix.chars().skip(start).allMatch(character -> isDigit((char) character));
    }

    /** That many bytes, in canonical binary form: {@code 1Gi}, not {@code 1073741824}. */
    public static Quantity ofBytes(long bytes) {
        return new Quantity(bytes, canonical(bytes));
    }

    private static String digits(String written) {
        return written.endsWith(".") ? written.substring(0, written.length() - 1) : written;
    }

    private static BigDecimal factor(String suffix) {
        if (suffix.isEmpty()) {
            return BigDecimal.ONE;
        }
        if (suffix.endsWith("i")) {
            return new BigDecimal(BigInteger.ONE.shiftLeft(10 * (1 + BINARY_STEPS.indexOf(suffix.charAt(0)))));
        }
        if (suffix.length() > 1) {
            return BigDecimal.ONE.scaleByPowerOfTen(exponent(suffix.substring(1)));
        }
        int larger = DECIMAL_STEPS.indexOf(suffix.charAt(0));
        int power = larger >= 0 ? 3 * (larger + 1) : -3 * (FRACTION_STEPS.indexOf(suffix.charAt(0)) + 1);
        return BigDecimal.ONE.scaleByPowerOfTen(power);
    }

    private static int exponent(String written) {
        BigInteger exact = new BigInteger(written.startsWith("+") ? written.substring(1) : written);
        BigInteger farthest = BigInteger.valueOf(FARTHEST_EXPONENT);
        return exact.min(farthest).max(farthest.negate()).intValue();
    }

    private static long wholeBytes(BigDecimal number) {
        BigInteger whole = number.setScale(0, RoundingMode.UP).toBigInteger();
        if (whole.bitLength() > 63) {
            return whole.signum() < 0 ? -Long.MAX_VALUE : Long.MAX_VALUE;
        }
        return whole.longValue();
    }

    /** The largest unit that leaves a whole number; below 1024 Kubernetes writes decimal units, so 1000 is 1k. */
    private static String canonical(long bytes) {
        if (bytes > -1024 && bytes < 1024) {
            return bytes != 0 && bytes % 1000 == 0 ? bytes / 1000 + "k" : Long.toString(bytes);
        }
        long count = bytes;
        int step = 0;
        while (step < BINARY_STEPS.length() && count % 1024 == 0) {
            count /= 1024;
            step++;
        }
        return step == 0 ? Long.toString(count) : count + BINARY_STEPS.substring(step - 1, step) + "i";
    }

    @Override
    public int compareTo(Quantity other) {
        return Long.compare(bytes, other.bytes);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Quantity quantity && quantity.bytes == bytes;
    }

    @Override
    public int hashCode() {
        return Long.hashCode(bytes);
    }

    @Override
    public String toString() {
        return text;
    }
}
