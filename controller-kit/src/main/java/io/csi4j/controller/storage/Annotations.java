package io.csi4j.controller.storage;

/** Annotations that are part of the API between the cluster's controllers; contracts of the three controllers. */
public final class Annotations {
    /** On a claim: which provisioner shall make its volume. */
    public static final String STORAGE_PROVISIONER = "volume.kubernetes.io/storage-provisioner";
    /** The same, as older clusters write it; read only if the newer one is not there. */
    public static final String STORAGE_PROVISIONER_BETA = "volume.beta.kubernetes.io/storage-provisioner";
    /** On a claim: the node its first pod goes to. */
    public static final String SELECTED_NODE = "volume.kubernetes.io/selected-node";
    /** The same, as the first release with late binding wrote it. */
    public static final String SELECTED_NODE_ALPHA = "volume.alpha.kubernetes.io/selected-node";
    /** On a claim: its class; goes before {@code spec.storageClassName}. */
    public static final String STORAGE_CLASS_BETA = "volume.beta.kubernetes.io/storage-class";
    /** On a claim or volume of an in-tree plugin: the CSI driver that took over. */
    public static final String MIGRATED_TO = "pv.kubernetes.io/migrated-to";
    /** On a volume: the provisioner that made it. */
    public static final String PROVISIONED_BY = "pv.kubernetes.io/provisioned-by";
    /** On a volume: name of the secret DeleteVolume needs, empty if none. */
    public static final String DELETION_SECRET_NAME = "volume.kubernetes.io/provisioner-deletion-secret-name";
    /** On a volume: namespace of the secret DeleteVolume needs, empty if none. */
    public static final String DELETION_SECRET_NAMESPACE = "volume.kubernetes.io/provisioner-deletion-secret-namespace";
    /** On a volume: name of the secret ControllerModifyVolume needs. */
    public static final String MODIFY_SECRET_NAME = "volume.kubernetes.io/controller-modify-secret-name";
    /** On a volume: namespace of the secret ControllerModifyVolume needs. */
    public static final String MODIFY_SECRET_NAMESPACE = "volume.kubernetes.io/controller-modify-secret-namespace";
    /** On a claim: which resizer shall expand its volume. */
    public static final String STORAGE_RESIZER = "volume.kubernetes.io/storage-resizer";
    /** On a volume: size before an expansion that the node still has to finish. */
    public static final String PRE_RESIZE_CAPACITY = "volume.alpha.kubernetes.io/pre-resize-capacity";
    /** On a claim: the node has nothing to do for the last expansion. */
    public static final String NODE_EXPANSION_NOT_REQUIRED = "volume.kubernetes.io/node-expansion-not-required";
    /** On an attachment: the driver's name of the node, for the detach when the CSINode is gone. */
    public static final String NODE_ID = "csi.alpha.kubernetes.io/node-id";
    /** On a snapshot content: its source's volume mode may be changed. */
    public static final String ALLOW_VOLUME_MODE_CHANGE = "snapshot.storage.kubernetes.io/allow-volume-mode-change";
    /** {@code kubectl apply}'s copy of the whole object: never kept. */
    public static final String LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration";

    private Annotations() {}
}
