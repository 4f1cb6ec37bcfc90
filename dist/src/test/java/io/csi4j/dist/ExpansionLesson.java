package io.csi4j.dist;

import com.google.gson.JsonObject;
import io.csi4j.spec.v1.ControllerServiceCapability.RPC;
import io.csi4j.testkit.apiserver.FakeApiServer;
import io.csi4j.testkit.driver.DriverTraits;
import io.csi4j.testkit.driver.FakeDriver;
import io.csi4j.testkit.driver.FakeVolume;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What trains the resizer: one bound claim asks for more, and gets it. */
final class ExpansionLesson {
    private ExpansionLesson() {}

    /** A driver that expands, with the volume of the lesson. */
    static FakeDriver driver() {
        var driver = FakeDriver.start(DriverTraits.plain(Training.DRIVER).with(RPC.Type.EXPAND_VOLUME));
        driver.add(new FakeVolume("growing", "growing", 1L << 30, Map.of(), Map.of(), null, List.of(), Set.of()));
        return driver;
    }

    static void teach(FakeApiServer server, TrainedProgram program) throws InterruptedException {
        server.create("""
            {"apiVersion": "v1", "kind": "PersistentVolume", "metadata": {"name": "growing"},
             "spec": {"accessModes": ["ReadWriteOnce"], "capacity": {"storage": "1Gi"},
               "claimRef": {"namespace": "default", "name": "growing", "uid": "growing"},
               "csi": {"driver": "%s", "volumeHandle": "growing"}},
             "status": {"phase": "Bound"}}
            """.formatted(Training.DRIVER));
        server.create("""
            {"apiVersion": "v1", "kind": "PersistentVolumeClaim",
             "metadata": {"name": "growing", "namespace": "default", "uid": "growing"},
             "spec": {"accessModes": ["ReadWriteOnce"], "volumeName": "growing",
               "resources": {"requests": {"storage": "2Gi"}}},
             "status": {"phase": "Bound", "capacity": {"storage": "1Gi"}}}
            """);
        program.await(
                "the claim to grow",
                () -> capacity(server.find("persistentvolumeclaims", "default", "growing")
                                .orElseThrow())
                        .equals("2Gi"));
    }

    private static String capacity(JsonObject claim) {
        return claim.getAsJsonObject("status")
                .getAsJsonObject("capacity")
                .get("storage")
                .getAsString();
    }
}
