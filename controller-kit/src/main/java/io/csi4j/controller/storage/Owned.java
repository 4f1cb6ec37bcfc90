package io.csi4j.controller.storage;

import java.util.List;
import java.util.Optional;

/** Any object of which only its owners matter: a step on the way from a pod to what runs it. */
public record Owned(Meta meta, List<Owner> owners) implements KubeObject {
    public Owned {
        owners = List.copyOf(owners);
    }

    /** The one owner that runs it, if there is one. */
    public Optional<Owner> controller() {
        return owners.stream().filter(Owner::isController).findFirst();
    }
}
