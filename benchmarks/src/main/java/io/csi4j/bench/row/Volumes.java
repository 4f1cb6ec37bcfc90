package io.csi4j.bench.row;

import io.csi4j.testkit.driver.FakeDriver;
import io.csi4j.testkit.driver.FakeVolume;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Volumes that were there before: their names, and their place in the driver. */
final class Volumes {
    private static final long BYTES = 1L << 30;

    private Volumes() {}

    /** Name of a volume object; its handle is {@code volume-<name>}. */
    static String name(String prefix, int index) {
        return prefix + "-" + index;
    }

    /** Puts so many into the driver, 1 GiB each. */
    static void addTo(FakeDriver driver, String prefix, int count) {
        for (int i = 0; i < count; i++) {
            String name = name(prefix, i);
            driver.add(new FakeVolume("volume-" + name, name, BYTES, Map.of(), Map.of(), null, List.of(), Set.of()));
        }
    }
}
