package io.csi4j.controller.intree;

import io.csi4j.controller.storage.Meta;
import io.csi4j.controller.storage.SecretReference;
import io.csi4j.controller.storage.Volume;
import io.csi4j.controller.storage.VolumeSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Turns in-tree volumes into volumes of the driver that took over. What only matters to the scheduler, the terms of the
 * nodes, stays as it is.
 */
public final class Translation {
    private static final Map<String, Function<Original, Translated>> PLUGINS = Map.of(
            "awsElasticBlockStore", Translation::ebs,
            "gcePersistentDisk", GceDisk::translated,
            "cinder", Translation::cinder,
            "azureDisk", Translation::azureDisk,
            "azureFile", AzureFile::translated,
            "vsphereVolume", Translation::vsphere,
            "portworxVolume", Translation::portworx);

    private static final Pattern AWS_PREFIX = Pattern.compile("^aws://[^/]*/");
    private static final Pattern AWS_VOLUME = Pattern.compile("vol-[^/]*");
    private static final String PORTWORX_SECRET = "openstorage.io/auth-secret-";

    private Translation() {}

    /** The volume with a CSI source; one that has it already stays as it is. */
    public static Translated of(Volume volume) {
        return of(volume.meta(), volume.spec());
    }

    private static Translated of(Meta meta, Volume.Spec spec) {
        return switch (spec.source()) {
            case VolumeSource.Csi _ -> new Translated.Csi(spec);
            case VolumeSource.Other(var field, var entries) -> translated(field, new Original(meta, spec, entries));
        };
    }

    private static Translated translated(String field, Original original) {
        var plugin = PLUGINS.get(field);
        return plugin == null ? new Translated.Impossible("it has no CSI source") : plugin.apply(original);
    }

    /**
     * The handle as the driver's own lists write it: only GCE's leaves out what the node tells.
     *
     * @param nodeId the driver's name of the node the volume is attached to
     */
    public static String repairedHandle(String driver, String handle, String nodeId) {
        return driver.equals(GceDisk.DRIVER) ? GceDisk.repaired(handle, nodeId) : handle;
    }

    private static Translated ebs(Original original) {
        String id = original.text("volumeID");
        String name = AWS_PREFIX.matcher(id).replaceFirst("");
        return AWS_VOLUME.matcher(name).matches()
                ? original.csi(
                        "ebs.csi.aws.com",
                        name,
                        Map.of("partition", original.entries().getOrDefault("partition", "0")))
                : new Translated.Impossible("need a volume id such as vol-1 or aws://zone/vol-1, got " + id);
    }

    private static Translated cinder(Original original) {
        return original.csi("cinder.csi.openstack.org", original.text("volumeID"), Map.of());
    }

    private static Translated azureDisk(Original original) {
        String kind = original.entries().getOrDefault("kind", "Managed");
        if (!kind.equals("Managed")) {
            return new Translated.Impossible("need an Azure disk of kind Managed, got " + kind);
        }
        Map<String, String> attributes = new LinkedHashMap<>();
        attributes.put("kind", "Managed");
        original.given("cachingMode").ifPresent(mode -> attributes.put("cachingmode", mode));
        original.given("fsType").ifPresent(type -> attributes.put("fstype", type));
        return original.csi("disk.csi.azure.com", original.text("diskURI"), attributes);
    }

    private static Translated vsphere(Original original) {
        String policy = original.text("storagePolicyName");
        Map<String, String> attributes = policy.isEmpty() ? Map.of() : Map.of("storagepolicyname", policy);
        return original.csi("csi.vsphere.vmware.com", original.text("volumePath"), attributes);
    }

    /** One secret for all calls, named by annotations of the volume. */
    private static Translated portworx(Original original) {
        var annotations = original.meta().annotations();
        SecretReference secret =
                secret(annotations.get(PORTWORX_SECRET + "name"), annotations.get(PORTWORX_SECRET + "namespace"));
        var secrets = new VolumeSource.SecretReferences(secret, secret, secret, secret, secret);
        return original.csi("pxd.portworx.com", original.text("volumeID"), Map.of(), secrets);
    }

    private static @Nullable SecretReference secret(@Nullable String name, @Nullable String namespace) {
        return name == null || name.isEmpty() || namespace == null || namespace.isEmpty()
                ? null
                : new SecretReference(namespace, name);
    }
}
