package io.csi4j.nfs.share;

import java.io.IOException;

/** A {@link ShareFault} on its way through a stream, which can throw nothing else. */
public final class StreamFault extends IOException {
    private static final long serialVersionUID = 1L;

    private final ShareFault fault;

    public StreamFault(ShareFault fault) {
        super(fault.getMessage(), fault);
        this.fault = fault;
    }

    /** The fault that went through a stream, else {@code OTHER} with the text of what the stream says. */
    public static ShareFault of(IOException thrown) {
        return thrown instanceof StreamFault stream
                ? stream.fault
                : new ShareFault(ShareFault.Reason.OTHER, String.valueOf(thrown.getMessage()), thrown);
    }
}
