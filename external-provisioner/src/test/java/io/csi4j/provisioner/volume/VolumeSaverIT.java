package io.csi4j.provisioner.volume;

import static org.assertj.core.api.Assertions.assertThat;

import io.csi4j.controller.api.KubeApi;
import io.csi4j.controller.api.KubeOptions;
import io.csi4j.controller.storage.ClaimReference;
import io.csi4j.controller.storage.Meta;
import io.csi4j.controller.storage.ObjectKey;
import io.csi4j.controller.storage.Volume;
import io.csi4j.controller.storage.VolumePhase;
import io.csi4j.controller.storage.VolumeSource;
import io.csi4j.controller.watch.Store;
import io.csi4j.controller.work.Backoff;
import io.csi4j.controller.work.Next;
import io.csi4j.controller.work.QueueMetrics;
import io.csi4j.controller.work.WorkQueue;
import io.csi4j.provisioner.Given;
import io.csi4j.sidecar.metrics.MetricsRegistry;
import io.csi4j.testkit.HandClock;
import io.csi4j.testkit.Invariants;
import io.csi4j.testkit.apiserver.FakeApiServer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whether a volume counts as saved where one of its name is there (contract section 6; issue 1469). */
@Timeout(60)
class VolumeSaverIT {
    @RegisterExtension
    private final Invariants invariants = new Invariants();

    private final FakeApiServer api = FakeApiServer.start();
    private final KubeApi kube = KubeApi.connect(KubeOptions.of("", api.url().toString(), "test"));
    private final Store<Volume> volumes = Store.ofAll();
    private final WorkQueue<String> unsaved = new WorkQueue<>(
            "unsavedpvs",
            new Backoff(Duration.ofMillis(5), Duration.ofSeconds(1000)),
            new HandClock(),
            new QueueMetrics(MetricsRegistry.ofThisProcess()));
    private final VolumeSaver saver = new VolumeSaver(kube, volumes, unsaved);
    private final AtomicInteger told = new AtomicInteger();

    @AfterEach
    void stop() {
        kube.close();
        api.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
            claim of the one there | deleting | saved
            uid                    | false    | true
            uid                    | true     | false
            other                  | false    | false
            other                  | true     | false
            """)
    void onlyAVolumeOfTheSameClaimThatStaysIsOurs(String claim, boolean deleting, boolean saved) {
        if (!saved) {
            invariants.expectErrors("volume is not saved yet");
        }
        there(claim);
        if (deleting) {
            api.delete("persistentvolumes", "", "pvc-1");
        }

        saver.save(volume(), told::incrementAndGet);

        assertThat(saver.holds("pvc-1")).isNotEqualTo(saved);
        assertThat(unsaved.depth()).isEqualTo(saved ? 0 : 1);
        assertThat(told).hasValue(saved ? 1 : 0);
        assertThat(volumes.size()).isEqualTo(saved ? 1 : 0);
    }

    @Test
    void aVolumeInTheWayIsWaitedForAndTheClaimIsToldOnce() {
        invariants.expectErrors("volume is not saved yet");
        there("other");
        saver.save(volume(), told::incrementAndGet);
        assertThat(saver.reconcile("pvc-1")).isInstanceOf(Next.Backoff.class);
        api.edit(
                "persistentvolumes",
                "",
                "pvc-1",
                object -> object.getAsJsonObject("metadata").remove("finalizers"));
        api.delete("persistentvolumes", "", "pvc-1");

        assertThat(saver.reconcile("pvc-1")).isEqualTo(Next.forget());
        assertThat(saver.reconcile("pvc-1")).isEqualTo(Next.forget());

        assertThat(told).hasValue(1);
        assertThat(saver.holds("pvc-1")).isFalse();
    }

    private void there(String claimUid) {
        api.create("""
            {"apiVersion": "v1", "kind": "PersistentVolume",
             "metadata": {"name": "pvc-1", "finalizers": ["example.com/slow"]},
             "spec": {"claimRef": {"namespace": "team", "name": "data", "uid": "%s"},
               "csi": {"driver": "%s", "volumeHandle": "old"}}}
            """.formatted(claimUid, Given.DRIVER));
    }

    private static Volume volume() {
        var source = new VolumeSource.Csi(Given.DRIVER, "new", false, "", Map.of(), VolumeSource.SecretReferences.NONE);
        var claim = new ClaimReference("team", "data", "uid", "7");
        var spec = new Volume.Spec(null, List.of(), null, Given.CLASS, null, List.of(), null, claim, null, source);
        return new Volume(Meta.ofNew(ObjectKey.cluster("pvc-1")), spec, VolumePhase.NONE);
    }
}
