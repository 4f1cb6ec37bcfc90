package io.csi4j.nfs.tar;

import io.csi4j.nfs.tar.Header.Field;
import io.csi4j.nfs.tar.TarEntry.Attributes;
import io.csi4j.nfs.tar.TarEntry.Device;
import io.csi4j.nfs.tar.TarEntry.Kind;
import io.csi4j.nfs.tar.TarEntry.Owner;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Reads an archive of any of the usual dialects: V7, ustar, GNU's long names, extended headers. An archive that is cut
 * off, damaged, or sparse is an {@link IOException}, never a short answer. Mutable; does not close its stream.
 */
public final class TarReader {
    /** Names and extended headers longer than that are no names. */
    private static final int LONGEST_TEXT = 1 << 20;

    private static final int MODE_BITS = 07777;
    private static final String CUT_OFF = "the archive is cut off";

    private final InputStream in;
    private final Map<String, String> global = new HashMap<>();
    private long left;
    private int padding;

    public TarReader(InputStream in) {
        this.in = in;
    }

    /** The next entry, whose content {@link #read} gives; empty at the end mark, behind which all is read away. */
    public Optional<TarEntry> next() throws IOException {
        skipRest();
        Map<String, String> extended = new HashMap<>(global);
        while (true) {
            Header header = readHeader();
            if (header.isZero()) {
                in.transferTo(OutputStream.nullOutputStream());
                return Optional.empty();
            }
            if (!header.isWhole()) {
                throw new IOException("a header of the archive is damaged");
            }
            switch (header.flag()) {
                case 'x', 'X' -> readRecords(header, extended);
                case 'g' -> {
                    readRecords(header, global);
                    extended.putAll(global);
                }
                case 'L' -> extended.put("path", readText(header));
                case 'K' -> extended.put("linkpath", readText(header));
                default -> {
                    return Optional.of(entry(header, extended));
                }
            }
        }
    }

    private Header readHeader() throws IOException {
        byte[] block = in.readNBytes(Header.SIZE);
        if (block.length < Header.SIZE) {
            throw new IOException(CUT_OFF);
        }
        return new Header(block);
    }

    private TarEntry entry(Header header, Map<String, String> extended) throws IOException {
        if (extended.keySet().stream().anyMatch(key -> key.startsWith("GNU.sparse."))) {
            throw new IOException("the archive has a sparse file, which is not supported");
        }
        try {
            String name = extended.getOrDefault("path", name(header));
            Kind kind = kind(header.flag(), name);
            long size = kind == Kind.FILE ? number(extended, "size", header, Field.LENGTH) : 0;
            left = size;
            padding = padding(size);
            boolean isLink = kind == Kind.SYMBOLIC_LINK || kind == Kind.HARD_LINK;
            String link = isLink ? extended.getOrDefault("linkpath", header.text(Field.LINK)) : "";
            return new TarEntry(kind, name, link, size, attributes(header, extended), device(header, kind));
        } catch (NumberFormatException e) {
            throw new IOException("a header of the archive has a field that is no number", e);
        }
    }

    private static String name(Header header) {
        String prefix = header.isUstar() ? header.text(Field.PREFIX) : "";
        return prefix.isEmpty() ? header.text(Field.NAME) : prefix + "/" + header.text(Field.NAME);
    }

    private static Kind kind(char flag, String name) throws IOException {
        return switch (flag) {
            // V7 knew no directories but by the slash.
            case '0', '\0', '7' -> name.endsWith("/") ? Kind.DIRECTORY : Kind.FILE;
            case '1' -> Kind.HARD_LINK;
            case '2' -> Kind.SYMBOLIC_LINK;
            case '3' -> Kind.CHARACTER_DEVICE;
            case '4' -> Kind.BLOCK_DEVICE;
            case '5' -> Kind.DIRECTORY;
            case '6' -> Kind.PIPE;
            default -> throw new IOException("the archive has an entry of unknown type '" + flag + "'");
        };
    }

    private static Attributes attributes(Header header, Map<String, String> extended) {
        Owner user = new Owner(
                number(extended, "uid", header, Field.UID), extended.getOrDefault("uname", header.text(Field.USER)));
        Owner group = new Owner(
                number(extended, "gid", header, Field.GID), extended.getOrDefault("gname", header.text(Field.GROUP)));
        String mtime = extended.get("mtime");
        Instant modified = mtime == null ? Instant.ofEpochSecond(header.number(Field.MODIFIED)) : instant(mtime);
        return new Attributes((int) header.number(Field.MODE) & MODE_BITS, user, group, modified);
    }

    private static Instant instant(String decimal) {
        try {
            var number = new BigDecimal(decimal);
            long seconds = number.setScale(0, RoundingMode.FLOOR).longValueExact();
            long nanos = number.subtract(BigDecimal.valueOf(seconds))
                    .movePointRight(9)
                    .longValue();
            return Instant.ofEpochSecond(seconds, nanos);
        } catch (ArithmeticException | DateTimeException e) {
            throw (NumberFormatException) new NumberFormatException("no time: " + decimal).initCause(e);
        }
    }

    private static Device device(Header header, Kind kind) {
        boolean isDevice = kind == Kind.CHARACTER_DEVICE || kind == Kind.BLOCK_DEVICE;
        return isDevice ? new Device((int) header.number(Field.MAJOR), (int) header.number(Field.MINOR)) : Device.NONE;
    }

    private static long number(Map<String, String> extended, String key, Header header, Field field) {
        String text = extended.get(key);
        long number = text == null ? header.number(field) : Long.parseLong(text);
        if (number < 0) {
            throw new NumberFormatException("negative " + key);
        }
        return number;
    }

    private String readText(Header header) throws IOException {
        byte[] bytes = readSmall(header);
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        int end = text.indexOf('\0');
        return end < 0 ? text : text.substring(0, end);
    }

    private byte[] readSmall(Header header) throws IOException {
        long size;
        try {
            size = header.number(Field.LENGTH);
        } catch (NumberFormatException e) {
            throw new IOException("a header of the archive has a field that is no number", e);
        }
        if (size < 0 || size > LONGEST_TEXT) {
            throw new IOException("the archive has a name of " + size + " bytes");
        }
        byte[] bytes = in.readNBytes((int) size);
        if (bytes.length < size || in.readNBytes(padding(size)).length < padding(size)) {
            throw new IOException(CUT_OFF);
        }
        return bytes;
    }

    private void readRecords(Header header, Map<String, String> records) throws IOException {
        String text = new String(readSmall(header), StandardCharsets.ISO_8859_1);
        int at = 0;
        while (at < text.length()) {
            int space = text.indexOf(' ', at);
            int end = space < 0 ? -1 : at + recordLength(text.substring(at, space));
            int equals = text.indexOf('=', at);
            if (equals < 0 || end <= equals || end > text.length()) {
                throw new IOException("an extended header of the archive is damaged");
            }
            String value = text.substring(equals + 1, end - 1);
            if (value.isEmpty()) {
                records.remove(text.substring(space + 1, equals));
            } else {
                records.put(text.substring(space + 1, equals), value);
            }
            at = end;
        }
    }

    private static int recordLength(String digits) throws IOException {
        try {
            return Integer.parseUnsignedInt(digits) & Integer.MAX_VALUE;
        } catch (NumberFormatException e) {
            throw new IOException("an extended header of the archive is damaged", e);
        }
    }

    /** Content of the entry, as much as fits and is there; -1 at its end. */
    public int read(byte[] bytes, int offset, int count) throws IOException {
        if (left == 0) {
            return -1;
        }
        int read = in.read(bytes, offset, (int) Math.min(count, left));
        if (read < 0) {
            throw new IOException(CUT_OFF);
        }
        left -= read;
        return read;
    }

    private void skipRest() throws IOException {
        try {
            in.skipNBytes(left + padding);
        } catch (EOFException e) {
            throw new IOException(CUT_OFF, e);
        }
        left = 0;
        padding = 0;
    }

    private static int padding(long size) {
        return (int) (-size & (Header.SIZE - 1));
    }
}
