package io.csi4j.controller.storage;

/** Finalizers the controllers set or look for. */
public final class Finalizers {
    /** On a volume: the provisioner has yet to delete what lies behind it. */
    public static final String PROVISIONER = "external-provisioner.volume.kubernetes.io/finalizer";
    /** On a claim that is being cloned. */
    public static final String CLONE_SOURCE = "provisioner.storage.kubernetes.io/cloning-protection";
    /** On a snapshot that is being restored. */
    public static final String SNAPSHOT_SOURCE =
            "provisioner.storage.kubernetes.io/volumesnapshot-as-source-protection";
    /** Start of the attacher's finalizer on volumes and attachments; the sanitised driver name follows. */
    public static final String ATTACHER_PREFIX = "external-attacher/";

    private Finalizers() {}
}
