package io.csi4j.nfs.tar;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One thing in an archive, without its content.
 *
 * @param name as the archive has it, one character for each byte
 * @param link what a symbolic link holds, or the name of the earlier entry a hard link stands for; else empty
 * @param size of a file's content in bytes; 0 for all other kinds
 */
public record TarEntry(Kind kind, String name, String link, long size, Attributes attributes, Device device) {
    /** What it is; {@code flag} is the type flag of the header. */
    public enum Kind {
        FILE('0'),
        HARD_LINK('1'),
        SYMBOLIC_LINK('2'),
        CHARACTER_DEVICE('3'),
        BLOCK_DEVICE('4'),
        DIRECTORY('5'),
        PIPE('6');

        private final char flag;

        Kind(char flag) {
            this.flag = flag;
        }

        char flag() {
            return flag;
        }
    }

    /** @param mode permission, setgid, setuid and sticky bits, 0 to 07777 */
    public record Attributes(int mode, Owner user, Owner group, Instant modified) {}

    /**
     * A user or a group.
     *
     * @param name empty if none is known
     */
    public record Owner(long id, String name) {}

    /** Numbers of a device; 0 and 0 for all else. */
    public record Device(int major, int minor) {
        public static final Device NONE = new Device(0, 0);
    }

    public static TarEntry of(Kind kind, String name, Attributes attributes) {
        return new TarEntry(kind, name, "", 0, attributes, Device.NONE);
    }

    public TarEntry withSize(long bytes) {
        return new TarEntry(kind, name, link, bytes, attributes, device);
    }

    public TarEntry withLink(String target) {
        return new TarEntry(kind, name, target, size, attributes, device);
    }

    public TarEntry withDevice(Device numbers) {
        return new TarEntry(kind, name, link, size, attributes, numbers);
    }

    /**
     * The elements of a name from the root of the tree down: none for the root itself.
     *
     * @return empty if the name climbs out by {@code ..} or holds a NUL (contract 3.9)
     */
    public static Optional<List<String>> elements(String name) {
        List<String> elements = new ArrayList<>();
        for (String element : name.split("/", -1)) {
            if (element.equals("..") || element.indexOf('\0') >= 0) {
                return Optional.empty();
            }
            if (!element.isEmpty() && !element.equals(".")) {
                elements.add(element);
            }
        }
        return Optional.of(elements);
    }
}
