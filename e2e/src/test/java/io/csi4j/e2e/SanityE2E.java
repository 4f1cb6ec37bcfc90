package io.csi4j.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.csi4j.e2e.cluster.NfsInstallation;
import io.csi4j.e2e.cluster.NfsNode;
import io.csi4j.lab.Eventually;
import io.csi4j.lab.Kubectl;
import io.csi4j.lab.NfsExport;
import io.csi4j.lab.NfsServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * The project's own conformance tests, csi-sanity: all three services, the node's with kernel mounts. The controller goes
 * the direct way, as csi-sanity grants a call ten seconds, in which an emulated node makes three mounts. What cannot apply
 * is in docs/csi-sanity.md.
 */
@ExtendWith({InstalledOnce.class, NodeOnce.class})
class SanityE2E {
    private static final Duration PATIENCE = Duration.ofMinutes(10);
    /** csi-sanity cannot name a port, so the server has to be at NFS's own. */
    private static final String SERVER = "127.0.0.49";

    private static final String SCRIPT = """
            cd /tmp; LD_LIBRARY_PATH=/opt/csi4j/lib /opt/csi4j/bin/nfsplugin --nodeid=sanity \
            --endpoint=unix:///tmp/csi.sock --controller-share-access=direct -v=2 2>plugin.log & \
            echo 'server: %s' >parameters.yaml; echo 'share: /share' >>parameters.yaml; \
            /opt/csi4j/bin/csi-sanity --csi.endpoint=unix:///tmp/csi.sock --ginkgo.no-color \
            --csi.testvolumeparameters=/tmp/parameters.yaml --csi.mountdir=/tmp/mount --csi.stagingdir=/tmp/staging \
            || { tail -n 100 plugin.log; exit 1; }\
            """.formatted(SERVER);

    @TempDir
    Path work;

    private final Kubectl kubectl;
    private final NfsNode node;

    SanityE2E(NfsInstallation installation, NfsNode node) {
        this.kubectl = installation.kubectl();
        this.node = node;
    }

    @Test
    void everyServicePassesItsConformanceTests() throws IOException {
        Path exported = Files.createDirectory(work.resolve("exported"));
        try (NfsServer server = NfsServer.start(work.resolve("server"), NfsExport.of("/share", exported))) {
            String usual =
                    "OUTPUT -d " + SERVER + " -p tcp --dport 2049 -j DNAT --to-destination 10.0.2.2:" + server.port();
            node.machine().run("iptables -t nat -A " + usual);
            try {
                kubectl.apply(NodePlugin.pod("sanity", SCRIPT));
                Eventually.until("csi-sanity to end", PATIENCE, () -> phase().matches("Succeeded|Failed"));
                String log = kubectl.logs("default", "sanity", "--tail=150");

                assertThat(phase()).as(log).isEqualTo("Succeeded");
                assertThat(log).contains("47 Passed | 0 Failed");
            } finally {
                kubectl.run("delete", "pod", "sanity", "--ignore-not-found", "--wait=false");
                kubectl.awaitGone("default", "pod/sanity", PATIENCE);
                node.machine().run("iptables -t nat -D " + usual);
            }
        }
        try (Stream<Path> left = Files.list(exported)) {
            // What is in the trash, the next life of the plugin would empty.
            assertThat(left).allMatch(path -> path.getFileName().toString().startsWith(".csi-nfs-trash-"));
        }
    }

    private String phase() {
        return kubectl.get("default", "pod/sanity", "{.status.phase}");
    }
}
