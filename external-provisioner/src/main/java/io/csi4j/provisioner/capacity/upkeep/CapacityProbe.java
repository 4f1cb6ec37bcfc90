package io.csi4j.provisioner.capacity.upkeep;

import io.csi4j.controller.api.Kinds;
import io.csi4j.controller.api.KubeApi;
import io.csi4j.controller.api.Reply;
import io.csi4j.controller.storage.Meta;
import io.csi4j.controller.storage.ObjectKey;
import io.csi4j.controller.storage.StorageCapacity;
import io.csi4j.sidecar.launch.Exit;
import io.csi4j.sidecar.launch.StartupException;
import java.util.List;
import java.util.Map;

/** Finds out at start whether capacity objects can be created at all (contract 2.1 step 10). */
public final class CapacityProbe {
    /** No object can have this name, so that nothing is ever created. */
    private static final String ILLEGAL_NAME = "%123-invalid-name";

    private CapacityProbe() {}

    /** @throws StartupException with exit 255 if the API server does not know the kind or lets us create none */
    public static void run(KubeApi kube, String namespace) {
        var object = new StorageCapacity(
                Meta.ofNew(new ObjectKey(namespace, ILLEGAL_NAME)),
                Map.of(),
                List.of(),
                "none",
                Map.of(),
                true,
                null,
                null);
        switch (kube.create(Kinds.STORAGE_CAPACITIES, object)) {
            case Reply.Rejected<StorageCapacity>(int code, var reason, var message) when reason.equals("Invalid") -> {}
            case Reply.Absent<StorageCapacity> _ ->
                throw failed(
                        "the API server has no CSIStorageCapacity of storage.k8s.io/v1, or no namespace " + namespace);
            case Reply.Found<StorageCapacity> _ -> throw failed("the API server took an illegal name");
            case Reply.Rejected<StorageCapacity> other -> throw failed(other.problem());
            case Reply.Exists<StorageCapacity> other -> throw failed(other.problem());
            case Reply.Conflict<StorageCapacity> other -> throw failed(other.problem());
            case Reply.Unreachable<StorageCapacity> other -> throw failed(other.problem());
        }
    }

    private static StartupException failed(String message) {
        return new StartupException(Exit.FATAL, "cannot create CSIStorageCapacity objects: " + message);
    }
}
