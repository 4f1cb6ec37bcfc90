package io.csi4j.bench.cluster;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The API server's record of every write of one user: exact, and the same work for each side. */
final class AuditLog {
    /** Whom the measured programs are. */
    static final String NAMESPACE = "default";

    static final String ACCOUNT = "measured";

    private static final String POLICY = """
            apiVersion: audit.k8s.io/v1
            kind: Policy
            omitStages: [RequestReceived, ResponseStarted]
            rules:
            - level: None
              verbs: [get, list, watch]
            - level: Metadata
              users: ["system:serviceaccount:%s:%s"]
            - level: None
            """.formatted(NAMESPACE, ACCOUNT);

    private final Path policy;
    private final Path log;

    AuditLog(Path folder) {
        policy = folder.resolve("audit-policy.yaml");
        log = folder.resolve("audit.log");
        try {
            Files.createDirectories(folder);
            Files.writeString(policy, POLICY);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Flags for the API server. The log is written before an answer goes out, so nothing is still on its way. */
    String[] apiServerArguments() {
        return new String[] {"--audit-policy-file=" + policy, "--audit-log-path=" + log, "--audit-log-maxsize=4096"};
    }

    /** Where the log ends now. */
    long end() {
        try {
            return Files.exists(log) ? Files.size(log) : 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What was written since then. */
    Writes since(long position) {
        long length = end() - position;
        if (length <= 0) {
            return Writes.of(List.of());
        }
        try (var file = new RandomAccessFile(log.toFile(), "r")) {
            byte[] bytes = new byte[Math.toIntExact(length)];
            file.seek(position);
            file.readFully(bytes);
            return Writes.of(new String(bytes, StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank())
                    .toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
