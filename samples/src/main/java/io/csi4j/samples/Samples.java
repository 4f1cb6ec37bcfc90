package io.csi4j.samples;

/** Where tests begin: {@code aClaim().requesting("2Gi").onNode("n1").json()}. */
public final class Samples {
    /** The driver of every sample. */
    public static final String DRIVER = "test.csi4j.io";

    /** The class of every claim and volume. */
    public static final String CLASS = "fast";

    /** The namespace of every claim. */
    public static final String NAMESPACE = "ns";

    private Samples() {}

    /** A pending claim {@code ns/data} for 1Gi, read and written by one node, of class {@code fast}. */
    public static ClaimSample aClaim() {
        return new ClaimSample();
    }

    /** A free CSI volume {@code volume-1} of 1Gi that is deleted with its claim. */
    public static VolumeSample aVolume() {
        return new VolumeSample();
    }

    /** The class {@code fast}: deletes volumes with their claims, binds at once. */
    public static ClassSample aClass() {
        return new ClassSample();
    }

    /** The wish {@code attachment-1} that {@code volume-1} be attached to {@code node-1}. */
    public static AttachmentSample anAttachment() {
        return new AttachmentSample();
    }

    /** The CSINode {@code node-1}, on which the driver runs as {@code id-of-node-1}. */
    public static CsiNodeSample aCsiNode() {
        return new CsiNodeSample();
    }

    /** The Node {@code node-1} without labels. */
    public static NodeSample aNode() {
        return new NodeSample();
    }
}
