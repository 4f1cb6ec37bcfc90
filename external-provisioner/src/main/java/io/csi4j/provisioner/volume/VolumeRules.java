package io.csi4j.provisioner.volume;

/**
 * What every volume of this process has in common.
 *
 * @param driver the driver's name
 * @param identity of this process, new on every start
 * @param topology whether the driver's answers say where a volume can be reached
 * @param publishReadonly mark volumes read-only that only readers may use
 * @param attributesClasses the VolumeAttributesClass gate
 */
public record VolumeRules(
        String driver, String identity, boolean topology, boolean publishReadonly, boolean attributesClasses) {}
