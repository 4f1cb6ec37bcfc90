package io.csi4j.bench.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ChangeTest {
    private static final Change BOUND = Change.of("""
            {"type":"MODIFIED","object":{"kind":"PersistentVolumeClaim","apiVersion":"v1",\
            "metadata":{"name":"claim-1","namespace":"bench-1"},"spec":{"volumeName":"pvc-1"},\
            "status":{"phase":"Bound"}}}""");

    @Test
    void aLineOfAWatchTellsTypeNameAndFields() {
        assertThat(BOUND.type()).isEqualTo("MODIFIED");
        assertThat(BOUND.name()).isEqualTo("claim-1");
        assertThat(BOUND.isDeletion()).isFalse();
        assertThat(BOUND.says("phase", "Bound")).isTrue();
        assertThat(BOUND.says("phase", "Pending")).isFalse();
        assertThat(BOUND.textOf("volumeName")).isEqualTo("pvc-1");
    }

    @Test
    void whatALineDoesNotHoldIsEmpty() {
        Change bookmark = Change.of("{\"type\":\"BOOKMARK\",\"object\":{\"metadata\":{\"resourceVersion\":\"7\"}}}");

        assertThat(bookmark.name()).isEmpty();
        assertThat(bookmark.textOf("holderIdentity")).isEmpty();
    }
}
