package io.csi4j.controller.storage;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The in-tree plugins that a CSI driver took over from (contract external-provisioner.md, 4.7; external-attacher.md, 6). */
public final class InTree {
    /** Label of a volume: the zone it is in, or several with {@code __} between them. */
    public static final String ZONE = "topology.kubernetes.io/zone";

    /** The same, as older clusters write it; goes before the newer one. */
    public static final String ZONE_BETA = "failure-domain.beta.kubernetes.io/zone";

    private static final Map<String, String> NAMES = Map.of(
            "ebs.csi.aws.com", "kubernetes.io/aws-ebs",
            "pd.csi.storage.gke.io", "kubernetes.io/gce-pd",
            "cinder.csi.openstack.org", "kubernetes.io/cinder",
            "disk.csi.azure.com", "kubernetes.io/azure-disk",
            "file.csi.azure.com", "kubernetes.io/azure-file",
            "csi.vsphere.vmware.com", "kubernetes.io/vsphere-volume",
            "pxd.portworx.com", "kubernetes.io/portworx-volume");

    /** The fields of a volume's spec that hold such a plugin's volume. */
    private static final Set<String> FIELDS = Set.of(
            "awsElasticBlockStore",
            "gcePersistentDisk",
            "cinder",
            "azureDisk",
            "azureFile",
            "vsphereVolume",
            "portworxVolume");

    private InTree() {}

    /** Whether that field of a volume's spec holds a volume of such a plugin. */
    public static boolean isField(String field) {
        return FIELDS.contains(field);
    }

    /** Whether a volume of that source is one that some CSI driver took over. */
    public static boolean isMigratable(VolumeSource source) {
        return source instanceof VolumeSource.Other other && isField(other.field());
    }

    /** The name of the plugin before the driver; absent for nearly every driver. */
    public static Optional<String> nameOf(String driver) {
        return Optional.ofNullable(NAMES.get(driver));
    }

    /** Whether {@code provisioner} is the driver or the plugin before it. */
    public static boolean isNameOf(String driver, String provisioner) {
        return provisioner.equals(driver) || provisioner.equals(NAMES.get(driver));
    }
}
