package io.csi4j.bench.program;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** A control group with a limit of memory, as a container runtime makes it. Removed when closed, once it is empty. */
public final class MemoryGroup implements AutoCloseable {
    /** Version 1, where the limit is {@code memory.limit_in_bytes}; version 2 has {@code memory.max}. */
    private static final Path FIRST = Path.of("/sys/fs/cgroup/memory");

    private static final Path SECOND = Path.of("/sys/fs/cgroup");

    private final Path folder;

    private MemoryGroup(Path folder) {
        this.folder = folder;
    }

    /** A new group; empty where this machine does not let us make one. */
    public static Optional<MemoryGroup> make(String name, long limitBytes) {
        boolean isFirst = Files.exists(FIRST.resolve("memory.limit_in_bytes"));
        Path folder = (isFirst ? FIRST : SECOND).resolve(name);
        try {
            Files.createDirectories(folder);
            Files.writeString(
                    folder.resolve(isFirst ? "memory.limit_in_bytes" : "memory.max"), Long.toString(limitBytes));
            return Optional.of(new MemoryGroup(folder));
        } catch (IOException notAllowed) {
            return Optional.empty();
        }
    }

    /** The file that takes process ids. */
    Path members() {
        return folder.resolve("cgroup.procs");
    }

    /** How often the kernel has killed a member because of the limit. */
    public long kills() {
        Path counts = folder.resolve(folder.startsWith(FIRST) ? "memory.oom_control" : "memory.events");
        try {
            return ProcText.count("oom_kill", Files.readAllLines(counts));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            Files.deleteIfExists(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
