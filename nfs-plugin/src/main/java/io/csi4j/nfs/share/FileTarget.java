package io.csi4j.nfs.share;

import java.io.OutputStream;

/** A file that is being written. Closing it before {@link #complete} leaves what is there so far, and is no fault. */
public interface FileTarget extends AutoCloseable {
    /** Takes the content; its faults are {@link StreamFault}s. Need not be closed. */
    OutputStream content();

    /** Ends the file: when this returns, all of it is on the server's disk. */
    void complete() throws ShareFault;

    @Override
    void close();
}
