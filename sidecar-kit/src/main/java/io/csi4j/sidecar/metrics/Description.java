package io.csi4j.sidecar.metrics;

import java.util.List;

/** What a family is about; {@code labelNames} in the order in which their values are given. */
record Description(String name, String help, List<String> labelNames) {
    Description {
        labelNames = List.copyOf(labelNames);
    }

    Description(String name, String help, String... labelNames) {
        this(name, help, List.of(labelNames));
    }
}
