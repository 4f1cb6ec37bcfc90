package io.csi4j.provisioner.capacity.upkeep;

import static org.assertj.core.api.Assertions.assertThat;

import io.csi4j.controller.api.Reply;
import io.csi4j.controller.storage.Meta;
import io.csi4j.controller.storage.ObjectKey;
import io.csi4j.controller.storage.StorageCapacity;
import io.csi4j.provisioner.capacity.CapacityKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CapacityObjectsTest {
    private final List<CapacityKey> changed = new ArrayList<>();
    private final CapacityObjects objects = new CapacityObjects(changed::add);

    private static StorageCapacity at(String version) {
        Meta meta = new Meta(new ObjectKey("team", "csisc-1"), "u", version, false, Map.of(), List.of());
        return new StorageCapacity(meta, Map.of(), List.of(), "fast", Map.of("zone", "a"), true, null, null);
    }

    private static final CapacityKey KEY = CapacityKey.of(at("1"));

    /** The name of a new object is the server's choice: what it is for tells that it is ours. */
    @Test
    void ourOwnWriteIsNoChangeEvenIfTheWatchTellsItBeforeTheAnswer() {
        objects.write(KEY, () -> {
            objects.store().put(at("5"));
            return new Reply.Found<>(at("5"));
        });

        assertThat(changed).isEmpty();
        assertThat(objects.of(KEY)).containsExactly(at("5"));
    }

    @Test
    void whatOthersChangeWhileWeWriteIsAChange() {
        objects.write(KEY, () -> {
            objects.store().put(at("5"));
            objects.store().put(at("6"));
            return new Reply.Found<>(at("5"));
        });

        assertThat(changed).containsExactly(KEY);
        assertThat(objects.of(KEY)).containsExactly(at("6"));
    }
}
