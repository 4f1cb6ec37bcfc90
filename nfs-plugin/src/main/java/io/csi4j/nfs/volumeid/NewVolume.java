package io.csi4j.nfs.volumeid;

import java.util.Map;

/**
 * A volume to be made, as its class describes it; all texts are checked.
 *
 * @param context what the nodes get: the parameters as given, and the directory after its tokens are replaced
 * @param permissions of the class, else of the driver
 */
public record NewVolume(
        VolumeId id, ShareAddress share, SharePath directory, Map<String, String> context, Permissions permissions) {
    public NewVolume {
        context = Map.copyOf(context);
    }
}
