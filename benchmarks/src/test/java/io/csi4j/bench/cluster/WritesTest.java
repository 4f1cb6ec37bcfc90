package io.csi4j.bench.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WritesTest {
    @Test
    void writesAreCountedByKindWithEventsAndLeasesApart() {
        Writes writes = Writes.of(List.of(
                line("create", "persistentvolumes", ""),
                line("create", "persistentvolumes", ""),
                line("patch", "persistentvolumeclaims", "status"),
                line("create", "events", ""),
                line("update", "leases", "")));

        assertThat(writes.events()).isEqualTo(1);
        assertThat(writes.others()).isEqualTo(3);
        assertThat(writes.byKind())
                .isEqualTo(Map.of(
                        "create persistentvolumes", 2,
                        "patch persistentvolumeclaims/status", 1,
                        "create events", 1,
                        "update leases", 1));
    }

    private static String line(String verb, String resource, String below) {
        String subresource = below.isEmpty() ? "" : ",\"subresource\":\"" + below + "\"";
        return "{\"kind\":\"Event\",\"level\":\"Metadata\",\"requestURI\":\"/x\",\"verb\":\"" + verb
                + "\",\"user\":{\"username\":\"u\"},\"objectRef\":{\"resource\":\"" + resource + "\",\"name\":\"n\""
                + subresource + "},\"responseStatus\":{\"code\":200}}";
    }
}
