package io.csi4j.nfs.share;

/** Which way into a share the controller takes; value of the flag {@code controller-share-access}. */
public enum Access {
    /** Direct where the options and the server allow it, else mounted. */
    AUTO,
    DIRECT,
    MOUNTED
}
