package io.csi4j.nfs.node;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The mounts this process sees, as the kernel lists them; reading the list touches none of them. */
final class MountTable {
    private static final Path FILE = Path.of("/proc/self/mountinfo");
    private static final Pattern OCTAL = Pattern.compile("\\\\([0-7]{3})");

    /** Fields of proc_pid_mountinfo(5): the mount point, and after the separator type and source. */
    private static final int POINT = 4;

    private static final String SEPARATOR = " - ";

    /** One mount; {@code source} is {@code server:/path} for NFS. */
    record Entry(String point, String type, String source) {
        boolean isNfs() {
            return type.startsWith("nfs");
        }
    }

    private final List<Entry> entries;

    private MountTable(List<Entry> entries) {
        this.entries = entries;
    }

    static MountTable read() throws IOException {
        return parse(Files.readString(FILE));
    }

    static MountTable parse(String text) {
        return new MountTable(text.lines().flatMap(line -> entry(line).stream()).toList());
    }

    private static Optional<Entry> entry(String line) {
        int separator = line.indexOf(SEPARATOR);
        if (separator < 0) {
            return Optional.empty();
        }
        String[] before = line.substring(0, separator).split(" ", -1);
        String[] after = line.substring(separator + SEPARATOR.length()).split(" ", -1);
        if (before.length <= POINT || after.length < 2) {
            return Optional.empty();
        }
        return Optional.of(new Entry(plain(before[POINT]), after[0], plain(after[1])));
    }

    /** Space, tab, newline and backslash are written in octal. */
    private static String plain(String field) {
        return OCTAL.matcher(field)
                .replaceAll(code ->
                        Matcher.quoteReplacement(String.valueOf((char) Integer.parseInt(code.group(1), Byte.SIZE))));
    }

    /** All mounts of an NFS source. */
    List<Entry> ofSource(String source) {
        return entries.stream()
                .filter(entry -> entry.isNfs() && entry.source().equals(source))
                .toList();
    }

    /** The topmost mount at a path, which is compared as text: {@link #pointOf} gives what the kernel writes. */
    Optional<Entry> at(String point) {
        String path = Path.of(point).normalize().toString();
        return entries.stream().filter(entry -> entry.point().equals(path)).reduce((lower, upper) -> upper);
    }

    /**
     * Where a mount at the target stands in the table: the target's name in the real folder it is in, as any folder on
     * the way may be a link, kubelet's root before all. The target itself is not touched: what is mounted there may
     * hang. Folders that are not there yet stay as they are named.
     */
    static String pointOf(String target) {
        Path path = Path.of(target).toAbsolutePath().normalize();
        for (Path folder = path.getParent(); folder != null; folder = folder.getParent()) {
            Optional<Path> real = real(folder);
            if (real.isPresent()) {
                return real.get().resolve(folder.relativize(path)).toString();
            }
        }
        return path.toString();
    }

    private static Optional<Path> real(Path folder) {
        try {
            return Optional.of(folder.toRealPath());
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
