package io.csi4j.nfs.volumeid;

/**
 * Mode bits for the directory of a volume, 0 to 07777; 0 means that the mode is left alone.
 *
 * @param bits as in chmod(2)
 */
public record Permissions(int bits) {
    public static final Permissions LEFT_ALONE = new Permissions(0);

    private static final int OCTAL = 8;
    private static final int MODE_BITS = 07777;

    /** Reads octal digits of at most 32 bits, nothing else: no {@code 0o}, no sign, no space (contract 2.3 step 3). */
    public static Checked<Permissions> parse(String text) {
        try {
            if (text.startsWith("+") || text.startsWith("-")) {
                return invalid(text);
            }
            return new Checked.Valid<>(of(Integer.toUnsignedLong(Integer.parseUnsignedInt(text, OCTAL))));
        } catch (NumberFormatException e) {
            return invalid(text);
        }
    }

    private static Checked<Permissions> invalid(String text) {
        return new Checked.Invalid<>("invalid mountPermissions " + text);
    }

    /** Keeps the bits that chmod(2) knows. */
    public static Permissions of(long number) {
        return new Permissions((int) (number & MODE_BITS));
    }

    public boolean areLeftAlone() {
        return bits == 0;
    }
}
