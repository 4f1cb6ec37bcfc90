package io.csi4j.nfs.node;

import io.csi4j.nfs.rpc.Refused;
import io.csi4j.nfs.share.MountOptions;
import io.csi4j.nfs.volumeid.Checked;
import io.csi4j.nfs.volumeid.Permissions;
import io.csi4j.nfs.volumeid.ShareAddress;
import io.csi4j.nfs.volumeid.SubDirTemplate;
import io.csi4j.spec.v1.NodePublishVolumeRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the attributes of a volume ask a node to mount. Keys are read in any letter case, unknown ones do not matter.
 *
 * @param server as given
 * @param source what mount takes, {@code server:/share/directory}
 * @param options in the order of contract 4.1 step 9
 * @param permissions to be set once it is mounted; left alone for what is published or mounted read-only, where a chmod
 *     fails (contract 9, change 3)
 */
record VolumeAttributes(String server, String source, MountOptions options, Permissions permissions) {
    /** Checks in the order of contract 4.1 steps 5 and 6. */
    static VolumeAttributes of(NodePublishVolumeRequest request, Permissions driverPermissions) throws Refused {
        Map<String, String> byKey = new TreeMap<>();
        new TreeMap<>(request.getVolumeContextMap())
                .forEach((key, value) -> byKey.put(key.toLowerCase(Locale.ROOT), value));
        Permissions permissions = permissions(byKey.getOrDefault("mountpermissions", ""), driverPermissions);
        String server = required(byKey, "server");
        String share = required(byKey, "share");
        String subDir = SubDirTemplate.expand(byKey.getOrDefault("subdir", ""), byKey);
        String source = ShareAddress.mountSource(server, share, subDir)
                .orElseThrow(() -> Refused.invalid("server, share and subDir must not have a \"..\" element"));
        MountOptions options = options(request, byKey);
        boolean isReadOnly = request.getReadonly() || options.areReadOnly();
        return new VolumeAttributes(server, source, options, isReadOnly ? Permissions.LEFT_ALONE : permissions);
    }

    private static Permissions permissions(String text, Permissions driverPermissions) throws Refused {
        if (text.isEmpty()) {
            return driverPermissions;
        }
        return switch (Permissions.parse(text)) {
            case Checked.Valid<Permissions>(var own) -> own;
            case Checked.Invalid<Permissions>(var why) -> throw Refused.invalid(why);
        };
    }

    private static String required(Map<String, String> byKey, String key) throws Refused {
        String value = byKey.getOrDefault(key, "");
        if (value.isEmpty()) {
            throw Refused.invalid(key + " is required in the attributes of the volume");
        }
        return value;
    }

    private static MountOptions options(NodePublishVolumeRequest request, Map<String, String> byKey) {
        List<String> texts =
                new ArrayList<>(request.getVolumeCapability().getMount().getMountFlagsList());
        if (request.getReadonly()) {
            texts.add("ro");
        }
        texts.add(byKey.getOrDefault("mountoptions", ""));
        return MountOptions.of(texts);
    }
}
