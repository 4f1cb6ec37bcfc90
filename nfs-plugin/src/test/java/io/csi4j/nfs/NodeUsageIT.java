package io.csi4j.nfs;

import static org.assertj.core.api.Assertions.assertThat;

import io.csi4j.spec.v1.NodeGetVolumeStatsRequest;
import io.csi4j.spec.v1.NodeUnpublishVolumeRequest;
import io.csi4j.spec.v1.VolumeUsage;
import io.grpc.Status;
import io.grpc.Status.Code;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What NodeGetVolumeStats makes of what statfs(2) tells: contract 4.3. A stand-in for {@code stat} tells it. */
@Timeout(120)
class NodeUsageIT {
    /** Block size, blocks, free and available ones, inodes, free ones. */
    private static final String FIGURES = "echo 4096 100 40 30 1000 900";

    @TempDir
    Path work;

    private StandInTools tools;

    @BeforeEach
    void putTools() throws Exception {
        tools = new StandInTools(work);
    }

    private static List<VolumeUsage> usage(PluginClient client, String volume, String path, int seconds) {
        return client.node()
                .withDeadlineAfter(Duration.ofSeconds(seconds))
                .nodeGetVolumeStats(NodeGetVolumeStatsRequest.newBuilder()
                        .setVolumeId(volume)
                        .setVolumePath(path)
                        .build())
                .getUsageList();
    }

    private static VolumeUsage usage(VolumeUsage.Unit unit, long total, long used, long available) {
        return VolumeUsage.newBuilder()
                .setUnit(unit)
                .setTotal(total)
                .setUsed(used)
                .setAvailable(available)
                .build();
    }

    @Test
    void whatIsReservedIsNeitherUsedNorAvailable() throws Exception {
        tools.put("stat", FIGURES);

        tools.withPlugin((client, program) -> assertThat(usage(client, "v", "/p", 60))
                .containsExactly(
                        usage(VolumeUsage.Unit.BYTES, 409_600, 245_760, 122_880),
                        usage(VolumeUsage.Unit.INODES, 1000, 100, 900)));
    }

    @Test
    void figuresAreKeptByVolumeAndPathUntilTheVolumeIsUnpublished() throws Exception {
        tools.put("stat", FIGURES);
        Path target = work.resolve("never-mounted");

        tools.withPlugin((client, program) -> {
            for (int i = 0; i < 2; i++) {
                usage(client, "v", target.toString(), 60);
                usage(client, "v", "/other", 60);
                usage(client, "w", target.toString(), 60);
            }
            var _ = client.node()
                    .nodeUnpublishVolume(NodeUnpublishVolumeRequest.newBuilder()
                            .setVolumeId("v")
                            .setTargetPath(target.toString())
                            .build());
            usage(client, "v", target.toString(), 60);
            usage(client, "w", target.toString(), 60);
        });

        String look = "stat -f -c %S %b %f %a %c %d -- ";
        assertThat(tools.calls()).containsExactly(look + target, look + "/other", look + target, look + target);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
        stat                                                                      | code
        echo "stat: cannot read file system: No such file or directory"; exit 1   | NOT_FOUND
        echo "stat: cannot read file system: Stale file handle"; exit 1           | INTERNAL
        echo "stat: cannot read file system: Input/output error"; exit 1          | INTERNAL
        echo "? ? ? ? ? ?"                                                        | INTERNAL
        sleep 600                                                                 | DEADLINE_EXCEEDED
        """)
    void aFileSystemThatTellsNothingIsAFaultThatIsNotKept(String says, Code code) throws Exception {
        tools.withPlugin((client, program) -> {
            tools.put("stat", says);
            Status refused = PluginClient.statusOf(() -> usage(client, "v", "/p", 4));
            tools.put("stat", FIGURES);

            assertThat(refused.getCode()).isEqualTo(code);
            assertThat(refused.getDescription()).contains("/p");
            assertThat(usage(client, "v", "/p", 60)).hasSize(2);
        });
    }
}
