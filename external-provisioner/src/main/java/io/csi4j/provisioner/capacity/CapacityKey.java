package io.csi4j.provisioner.capacity;

import io.csi4j.controller.storage.ObjectKey;
import io.csi4j.controller.storage.StorageCapacity;
import io.csi4j.controller.storage.StorageClass;
import io.csi4j.provisioner.topology.Term;
import io.csi4j.spec.v1.GetCapacityRequest;

/**
 * What one look at the capacity is about. Equal by value: what upstream queues by pointer never coalesces, so that a
 * failing driver is asked more and more often and one pair can get two objects (contract 12.1).
 */
public sealed interface CapacityKey {
    /** One class in one segment: there is to be exactly one object for it. */
    record Slot(String storageClassName, Term segment) implements CapacityKey {
        /**
         * Asks how much room there is. The parameters go as they stand in the class, with the prefixed ones that
         * CreateVolume never sees: drivers may rely on it (contract section 9).
         */
        public GetCapacityRequest request(StorageClass storageClass) {
            return GetCapacityRequest.newBuilder()
                    .putAllParameters(storageClass.parameters())
                    .setAccessibleTopology(segment.toTopology())
                    .build();
        }

        @Override
        public String text() {
            return storageClassName + " in " + segment;
        }
    }

    /** An object that is for no slot, as its topology is not a plain set of labels: there is to be none. */
    record Stray(ObjectKey object) implements CapacityKey {
        @Override
        public String text() {
            return "object " + object;
        }
    }

    /** What the object is for. */
    static CapacityKey of(StorageCapacity object) {
        var topology = object.topology();
        return topology != null && object.plainTopology()
                ? new Slot(object.storageClassName(), Term.of(topology))
                : new Stray(object.key());
    }

    /** For logs and indexes: equal for equal keys only. */
    String text();
}
