package io.csi4j.controller.intree;

import io.csi4j.controller.storage.Volume;

/** What became of a volume. */
public sealed interface Translated {
    /** A volume with a CSI source that the driver knows. */
    record Csi(Volume.Spec spec) implements Translated {}

    /** No volume of the driver's: why, in words. */
    record Impossible(String why) implements Translated {}
}
