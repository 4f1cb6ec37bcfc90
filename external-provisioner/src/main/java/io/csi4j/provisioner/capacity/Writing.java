package io.csi4j.provisioner.capacity;

import io.csi4j.controller.storage.Meta;
import io.csi4j.controller.storage.ObjectKey;
import io.csi4j.controller.storage.Owner;
import io.csi4j.controller.storage.StorageCapacity;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What is to be written so that a slot's object tells the room there is. */
public sealed interface Writing {
    /** The object tells it already. */
    record Nothing() implements Writing {}

    record Create(StorageCapacity object) implements Writing {}

    /**
     * @param seen the object to change
     * @param owners all of them, ours included
     */
    record Change(StorageCapacity seen, Room room, List<Owner> owners) implements Writing {}

    /** Start of the objects' names, which the API server completes. */
    String NAME = "csisc-";

    /** @param kept the slot's object, null if there is none */
    static Writing of(CapacityKey.Slot slot, @Nullable StorageCapacity kept, Room room, CapacityRules rules) {
        if (kept == null) {
            return new Create(object(slot, room, rules));
        }
        var owners = owners(kept, rules);
        boolean isTold = room.available().equals(kept.capacity())
                && Objects.equals(room.largest(), kept.maximumVolumeSize())
                && owners.equals(kept.owners());
        return isTold ? new Nothing() : new Change(kept, room, owners);
    }

    private static StorageCapacity object(CapacityKey.Slot slot, Room room, CapacityRules rules) {
        Owner owner = rules.owner();
        return new StorageCapacity(
                Meta.ofNew(new ObjectKey(rules.namespace(), NAME)),
                rules.labels(),
                owner == null ? List.of() : List.of(owner),
                slot.storageClassName(),
                slot.segment().segments(),
                true,
                room.available(),
                room.largest());
    }

    /** Ours is added if it is missing; nobody is ever taken off. */
    private static List<Owner> owners(StorageCapacity kept, CapacityRules rules) {
        Owner owner = rules.owner();
        if (owner == null
                || kept.owners().stream().anyMatch(other -> other.uid().equals(owner.uid()))) {
            return kept.owners();
        }
        var more = new ArrayList<>(kept.owners());
        more.add(owner);
        return List.copyOf(more);
    }
}
