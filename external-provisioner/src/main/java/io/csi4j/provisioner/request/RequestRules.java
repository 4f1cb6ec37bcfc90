package io.csi4j.provisioner.request;

/**
 * The flags that shape a request.
 *
 * @param uuidLength how many digits of the claim's UID go into the volume's name, -1 for the UID as it is
 * @param defaultFsType for classes that name none; may be empty
 * @param extraMetadata tell the driver the names of claim and volume
 * @param attributesClasses the VolumeAttributesClass gate
 */
public record RequestRules(
        String volumeNamePrefix,
        int uuidLength,
        String defaultFsType,
        boolean extraMetadata,
        boolean attributesClasses) {}
