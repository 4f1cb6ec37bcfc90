package io.csi4j.controller.storage;

import java.util.Map;

/** A VolumeAttributesClass: the mutable parameters a claim may name. */
public record VolumeAttributesClass(Meta meta, String driverName, Map<String, String> parameters)
        implements KubeObject {
    public VolumeAttributesClass {
        parameters = Map.copyOf(parameters);
    }
}
