package io.csi4j.nfs.tar;

import io.csi4j.nfs.tar.Header.Field;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Writes an archive: ustar headers, and an extended header (POSIX.1-2001) in front of an entry that does not fit one.
 * Mutable; does not close the stream it writes to.
 */
public final class TarWriter {
    private static final char EXTENDED = 'x';
    private static final int NANOS_DIGITS = 9;

    private final OutputStream out;
    private final boolean keepsNanoseconds;
    private long owed;
    private int padding;

    public TarWriter(OutputStream out, ArchiveStyle style) {
        this.out = out;
        this.keepsNanoseconds = style.keepsNanoseconds();
    }

    /** Begins an entry; {@link #write} must give exactly the bytes its size announces before the next one. */
    public void put(TarEntry entry) throws IOException {
        finishEntry();
        Map<String, String> extended = new LinkedHashMap<>();
        Header header = Header.ustar();
        header.put(Field.FLAG, String.valueOf(entry.kind().flag()));
        putName(header, extended, entry.name());
        putText(header, extended, Field.LINK, "linkpath", entry.link());
        putNumber(header, extended, Field.LENGTH, "size", entry.size());
        putAttributes(header, extended, entry.attributes());
        header.put(Field.MAJOR, entry.device().major() & Field.MAJOR.largest());
        header.put(Field.MINOR, entry.device().minor() & Field.MINOR.largest());
        if (!extended.isEmpty()) {
            putExtended(extended);
        }
        out.write(header.sealed());
        owed = entry.size();
        padding = padding(entry.size());
    }

    private void putAttributes(Header header, Map<String, String> extended, TarEntry.Attributes attributes) {
        header.put(Field.MODE, attributes.mode());
        putNumber(header, extended, Field.UID, "uid", attributes.user().id());
        putNumber(header, extended, Field.GID, "gid", attributes.group().id());
        putText(header, extended, Field.USER, "uname", attributes.user().name());
        putText(header, extended, Field.GROUP, "gname", attributes.group().name());
        Instant modified = attributes.modified();
        boolean fits = modified.getEpochSecond() >= 0 && modified.getEpochSecond() <= Field.MODIFIED.largest();
        header.put(Field.MODIFIED, fits ? modified.getEpochSecond() : 0);
        if (!fits || (keepsNanoseconds && modified.getNano() != 0)) {
            extended.put("mtime", keepsNanoseconds ? decimal(modified) : Long.toString(modified.getEpochSecond()));
        }
    }

    private static String decimal(Instant time) {
        // The fraction counts from the whole second towards zero in this notation.
        boolean isNegative = time.getEpochSecond() < 0 && time.getNano() > 0;
        long seconds = isNegative ? time.getEpochSecond() + 1 : time.getEpochSecond();
        int nanos = isNegative ? 1_000_000_000 - time.getNano() : time.getNano();
        String digits = Integer.toString(nanos);
        String sign = isNegative && seconds == 0 ? "-" : "";
        return sign + seconds + "." + "0".repeat(NANOS_DIGITS - digits.length()) + digits;
    }

    /** A long name is cut at a slash if both parts then fit their fields. */
    private static void putName(Header header, Map<String, String> extended, String name) {
        if (name.length() <= Field.NAME.length()) {
            header.put(Field.NAME, name);
            return;
        }
        int cut = name.lastIndexOf('/', Field.PREFIX.length());
        if (cut > 0 && cut < name.length() - 1 && name.length() - cut - 1 <= Field.NAME.length()) {
            header.put(Field.PREFIX, name.substring(0, cut));
            header.put(Field.NAME, name.substring(cut + 1));
            return;
        }
        header.put(Field.NAME, name);
        extended.put("path", name);
    }

    private static void putText(Header header, Map<String, String> extended, Field field, String key, String text) {
        header.put(field, text);
        if (text.length() > field.length()) {
            extended.put(key, text);
        }
    }

    private static void putNumber(Header header, Map<String, String> extended, Field field, String key, long number) {
        boolean fits = number <= field.largest();
        header.put(field, fits ? number : 0);
        if (!fits) {
            extended.put(key, Long.toString(number));
        }
    }

    private void putExtended(Map<String, String> records) throws IOException {
        StringBuilder text = new StringBuilder();
        records.forEach((key, value) -> text.append(record(key, value)));
        Header header = Header.ustar();
        header.put(Field.FLAG, String.valueOf(EXTENDED));
        header.put(Field.NAME, "PaxHeaders.0/entry");
        header.put(Field.MODE, 0644);
        header.put(Field.LENGTH, text.length());
        out.write(header.sealed());
        out.write(text.toString().getBytes(StandardCharsets.ISO_8859_1));
        out.write(new byte[padding(text.length())]);
    }

    /** "length key=value newline", in which the length counts its own digits too. */
    private static String record(String key, String value) {
        int rest = key.length() + value.length() + 3;
        int length = rest + Integer.toString(rest).length();
        length = rest + Integer.toString(length).length();
        return length + " " + key + "=" + value + "\n";
    }

    /** Content of the entry begun last. */
    public void write(byte[] bytes, int offset, int count) throws IOException {
        if (count > owed) {
            throw new IllegalStateException("more content than the entry's size");
        }
        out.write(bytes, offset, count);
        owed -= count;
    }

    private void finishEntry() throws IOException {
        if (owed != 0) {
            throw new IllegalStateException("less content than the entry's size");
        }
        out.write(new byte[padding]);
        padding = 0;
    }

    private static int padding(long size) {
        return (int) (-size & (Header.SIZE - 1));
    }

    /** The mark at the end of an archive; without it a reader takes the archive for cut off. */
    public void finish() throws IOException {
        finishEntry();
        out.write(new byte[2 * Header.SIZE]);
        out.flush();
    }
}
