package io.csi4j.bench.cluster;

/**
 * One line of a watch, read by looking for the few texts that matter: parsing whole objects would cost the machine that
 * is measured more than some of the programs.
 *
 * @param type {@code ADDED}, {@code MODIFIED}, {@code DELETED} or {@code BOOKMARK}
 * @param name of the object
 */
public record Change(String type, String name, String line) {
    private static final String TYPE = "\"type\":\"";

    /** The API server's JSON has no blanks, the type first, and a name first in each object's metadata. */
    private static final String NAME = "\"metadata\":{\"name\":\"";

    static Change of(String line) {
        return new Change(after(line, TYPE), after(line, NAME), line);
    }

    public boolean isDeletion() {
        return type.equals("DELETED");
    }

    /** Whether the object holds the field with exactly that text anywhere. */
    public boolean says(String field, String value) {
        return line.contains("\"" + field + "\":\"" + value + "\"");
    }

    /** Whether the object holds the field with that bare value, a number or a boolean, anywhere. */
    public boolean saysBare(String field, String value) {
        return line.contains("\"" + field + "\":" + value);
    }

    /** The first text in a field of that name; empty without one. */
    public String textOf(String field) {
        return after(line, "\"" + field + "\":\"");
    }

    private static String after(String line, String mark) {
        int begin = line.indexOf(mark);
        if (begin < 0) {
            return "";
        }
        int from = begin + mark.length();
        return line.substring(from, line.indexOf('"', from));
    }
}
