package io.csi4j.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.csi4j.e2e.cluster.NfsInstallation;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a user can write wrong in a storage class: refused with a message that names it, nothing touched. */
@ExtendWith(InstalledOnce.class)
class BadInputIT {
    private static final Duration WITHIN = Duration.ofSeconds(15);

    private final NfsInstallation installation;
    private final Claims claims;

    BadInputIT(NfsInstallation installation) {
        this.installation = installation;
        this.claims = new Claims(installation);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
                    server-unknown  | nfs.invalid | /share   |        | nfs.invalid
                    share-missing   | 127.0.0.1   | /nothing |        | /nothing
                    share-empty     | 127.0.0.1   |          |        | share
                    server-empty    |             | /share   |        | server
                    subdir-root     | 127.0.0.1   | /share   | /      | subDir
                    subdir-dot      | 127.0.0.1   | /share   | .      | subDir
                    subdir-parent   | 127.0.0.1   | /share   | ../x   | subDir
                    subdir-hash     | 127.0.0.1   | /share   | a#b    | '#'
                    share-hash      | 127.0.0.1   | /sh#are  |        | '#'
                    share-parent    | 127.0.0.1   | /share/..|        | share
                    """)
    void isRefusedWithAnEventThatNamesIt(String name, String server, String share, String subDir, String named) {
        List<String> before = claims.exportedEntries();
        installation.kubectl().apply(storageClass(name, server, share, subDir));

        claims.apply(name, name);

        claims.awaitFailure(name, WITHIN, named);
        assertThat(claims.phase(name)).isEqualTo("Pending");
        assertThat(claims.volumesFor(name)).isEmpty();
        assertThat(before).as("nothing new on the share").containsAll(claims.exportedEntries());
        claims.delete(name);
        claims.awaitGone(name);
    }

    private String storageClass(String name, String server, String share, String subDir) {
        return """
                apiVersion: storage.k8s.io/v1
                kind: StorageClass
                metadata:
                  name: %s
                provisioner: nfs.csi.k8s.io
                parameters:
                  server: "%s"
                  share: "%s"
                %s
                mountOptions: [port=%d]
                """.formatted(
                        name,
                        text(server),
                        text(share),
                        text(subDir).isEmpty() ? "" : "  subDir: \"" + subDir + "\"",
                        installation.nfsServer().port());
    }

    private static String text(@Nullable String cell) {
        return cell == null ? "" : cell;
    }
}
