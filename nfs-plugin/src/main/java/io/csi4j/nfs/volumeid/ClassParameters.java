package io.csi4j.nfs.volumeid;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Parameters of a storage class, read in the two steps that CreateVolume has to take in order (contract 2.3): the keys
 * and the mode before the lock on the name, what they mean for one volume after it.
 */
public final class ClassParameters {
    private static final String SERVER = "server";
    private static final String SHARE = "share";
    private static final String SUB_DIR = "subdir";
    private static final String ON_DELETE = "ondelete";
    private static final String PERMISSIONS = "mountpermissions";
    private static final Set<String> KEYS = Set.of(
            SERVER,
            SHARE,
            SUB_DIR,
            ON_DELETE,
            PERMISSIONS,
            SubDirTemplate.CLAIM_NAME,
            SubDirTemplate.CLAIM_NAMESPACE,
            SubDirTemplate.VOLUME_NAME);

    private final Map<String, String> asGiven;
    private final Map<String, String> byKey;
    private final Permissions permissions;

    private ClassParameters(Map<String, String> asGiven, Map<String, String> byKey, Permissions permissions) {
        this.asGiven = asGiven;
        this.byKey = byKey;
        this.permissions = permissions;
    }

    /**
     * Step 3 of the order: only known keys, in any letter case, and a mode in octal.
     *
     * @param driverPermissions for a class that names no mode
     */
    public static Checked<ClassParameters> read(Map<String, String> parameters, Permissions driverPermissions) {
        Map<String, String> asGiven = new TreeMap<>(parameters);
        Map<String, String> byKey = new LinkedHashMap<>();
        for (var entry : asGiven.entrySet()) {
            String key = entry.getKey().toLowerCase(Locale.ROOT);
            if (!KEYS.contains(key)) {
                return new Checked.Invalid<>("invalid parameter \"%s\" in storage class".formatted(entry.getKey()));
            }
            byKey.put(key, entry.getValue());
        }
        String mode = byKey.getOrDefault(PERMISSIONS, "");
        if (mode.isEmpty()) {
            return new Checked.Valid<>(new ClassParameters(asGiven, byKey, driverPermissions));
        }
        return switch (Permissions.parse(mode)) {
            case Checked.Valid<Permissions>(var own) -> new Checked.Valid<>(new ClassParameters(asGiven, byKey, own));
            case Checked.Invalid<Permissions>(var why) ->
                new Checked.Invalid<>(why + " in storage class, need octal digits");
        };
    }

    /**
     * Steps 5 to 8 of the order, for one volume.
     *
     * @param name of the volume, the directory if the class names none
     * @param driverPolicy text of the driver's onDelete, empty for delete
     */
    public Checked<NewVolume> volume(String name, String driverPolicy) {
        String server = PathText.withoutOuterSlashes(value(SERVER));
        String share = value(SHARE);
        String template = value(SUB_DIR);
        String subDir =
                PathText.withoutOuterSlashes(template.isEmpty() ? name : SubDirTemplate.expand(template, byKey));
        Optional<String> refusal = refusal(name, server, share, subDir);
        if (refusal.isPresent()) {
            return new Checked.Invalid<>(refusal.get());
        }
        Optional<SharePath> directory = SharePath.of(subDir);
        if (directory.isEmpty()) {
            return new Checked.Invalid<>("invalid subDir \"%s\": it is the share itself".formatted(template));
        }
        String uuid = template.isEmpty() ? "" : name;
        String export = PathText.withoutOuterSlashes(share);
        VolumeId id = new VolumeId(server, export, subDir, uuid, policyInId(driverPolicy));
        return new Checked.Valid<>(
                new NewVolume(id, ShareAddress.of(server, export), directory.get(), context(subDir), permissions));
    }

    private Optional<String> refusal(String name, String server, String share, String subDir) {
        if (server.isEmpty()) {
            return Optional.of("server is required");
        }
        if (share.isEmpty()) {
            return Optional.of("share is required");
        }
        if (PathText.climbs(share)) {
            return Optional.of("invalid share \"%s\": it has a \"..\" element".formatted(share));
        }
        if (PathText.climbs(subDir)) {
            return Optional.of("invalid subDir \"%s\": it has a \"..\" element".formatted(subDir));
        }
        String policy = value(ON_DELETE);
        if (!policy.isEmpty() && OnDelete.of(policy).isEmpty()) {
            return Optional.of(
                    "invalid onDelete \"%s\": supported values are delete, retain and archive".formatted(policy));
        }
        return forbiddenCharacter("name", name)
                .or(() -> forbiddenCharacter("server", server))
                .or(() -> forbiddenCharacter("share", share))
                .or(() -> forbiddenCharacter("subDir", subDir));
    }

    private static Optional<String> forbiddenCharacter(String what, String text) {
        return PathText.hasForbiddenCharacter(text)
                ? Optional.of(
                        "invalid %s \"%s\": neither # nor a control character may stand in it".formatted(what, text))
                : Optional.empty();
    }

    /**
     * An explicit delete is kept in the id, else a driver whose default is retain would retain the volume after all; the
     * driver's own default is kept only where it differs from delete (contract 3.1).
     */
    private String policyInId(String driverPolicy) {
        String own = value(ON_DELETE);
        if (!own.isEmpty()) {
            return own;
        }
        return OnDelete.effective("", driverPolicy) == OnDelete.DELETE ? "" : driverPolicy;
    }

    private Map<String, String> context(String subDir) {
        Map<String, String> context = new LinkedHashMap<>(asGiven);
        String key = asGiven.keySet().stream()
                .filter(SUB_DIR::equalsIgnoreCase)
                .findFirst()
                .orElse(SUB_DIR);
        context.put(key, subDir);
        return context;
    }

    private String value(String key) {
        return byKey.getOrDefault(key, "");
    }
}
