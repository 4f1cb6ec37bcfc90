package io.csi4j.nfs.share;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Options of {@code mount.nfs} as a class, a volume or a secret gives them, with what they mean to the two ways into a
 * share (contract 8.1).
 *
 * @param list in the order given, none empty
 */
public record MountOptions(List<String> list) {
    public static final MountOptions NONE = new MountOptions(List.of());

    /** Options that change nothing about making and removing directories, by their name before {@code =}. */
    private static final Set<String> NO_MATTER = Set.of(
            ("hard soft softerr softreval nosoftreval intr nointr timeo retrans retry rsize wsize nconnect max_connect"
                            + " trunkdiscovery notrunkdiscovery ac noac acregmin acregmax acdirmin acdirmax actimeo cto"
                            + " nocto sharecache nosharecache lookupcache fsc nofsc lock nolock local_lock acl noacl"
                            + " rdirplus nordirplus resvport noresvport bg fg tcp clientaddr migration nomigration"
                            + " namlen atime noatime diratime nodiratime relatime norelatime strictatime dev nodev"
                            + " exec noexec suid nosuid sync async dirsync rw ro defaults auto noauto user nouser"
                            + " _netdev nofail mountproto mountvers write")
                    .split(" "));

    private static final Set<String> ACCESS = Set.of("ro", "rw");

    private static final Set<String> VERSIONS_4 = Set.of("4", "4.0", "4.1", "4.2");
    private static final int DIGITS_OF_A_PORT = 5;

    public MountOptions {
        list = List.copyOf(list);
    }

    /** From texts that may each hold several options with commas between. */
    public static MountOptions of(List<String> texts) {
        List<String> options = new ArrayList<>();
        for (String text : texts) {
            for (String option : text.split(",", -1)) {
                if (!option.isBlank()) {
                    options.add(option.strip());
                }
            }
        }
        return new MountOptions(options);
    }

    /**
     * The first option that the user-space client cannot honour; unknown ones count, as they may matter.
     *
     * @return empty if the direct way may be taken
     */
    public Optional<String> kernelOnly() {
        for (String option : list) {
            if (!isFineInUserSpace(option)) {
                return Optional.of(option);
            }
        }
        return Optional.empty();
    }

    private static boolean isFineInUserSpace(String option) {
        String name = name(option);
        String value = value(option).toLowerCase(Locale.ROOT);
        return switch (name) {
            case "nfsvers", "vers" -> VERSIONS_4.contains(value);
            case "minorversion" -> true;
            case "v4", "v4.0", "v4.1", "v4.2" -> value.isEmpty();
            case "port" -> isNumber(value);
            case "proto" -> value.equals("tcp");
            case "sec" -> value.equals("sys");
            default -> NO_MATTER.contains(name) || name.startsWith("x-");
        };
    }

    /** Port of the server; empty for the usual 2049. The last one given counts. */
    public OptionalInt port() {
        for (String option : list.reversed()) {
            if (name(option).equals("port") && isNumber(value(option))) {
                return OptionalInt.of(Integer.parseInt(value(option)));
            }
        }
        return OptionalInt.empty();
    }

    private static boolean isNumber(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return !text.isEmpty() && text.length() <= DIGITS_OF_A_PORT;
    }

    /** Whether one of the names is given. */
    public boolean names(Set<String> names) {
        return list.stream().anyMatch(option -> names.contains(name(option)));
    }

    /** Whether the mount is read-only; of {@code ro} and {@code rw} the last one given counts, as mount(8) has it. */
    public boolean areReadOnly() {
        return list.stream()
                .map(MountOptions::name)
                .filter(ACCESS::contains)
                .reduce((first, last) -> last)
                .filter("ro"::equals)
                .isPresent();
    }

    private static String name(String option) {
        int equals = option.indexOf('=');
        return (equals < 0 ? option : option.substring(0, equals)).toLowerCase(Locale.ROOT);
    }

    private static String value(String option) {
        int equals = option.indexOf('=');
        return equals < 0 ? "" : option.substring(equals + 1);
    }

    /** As {@code mount -o} takes them. */
    @Override
    public String toString() {
        return String.join(",", list);
    }
}
