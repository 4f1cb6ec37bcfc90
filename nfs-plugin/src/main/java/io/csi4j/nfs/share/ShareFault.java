package io.csi4j.nfs.share;

/** Why something on a share could not be done, with a text for the user. */
public final class ShareFault extends Exception {
    private static final long serialVersionUID = 1L;

    /** The kinds that callers tell apart; each service maps them to its codes. */
    public enum Reason {
        /** No connection, a refused one, or one that broke. */
        UNREACHABLE,
        /** No answer before the deadline; what was asked may still happen. */
        TIMED_OUT,
        /** The name of the server does not resolve. */
        NO_SUCH_SERVER,
        /** The server has no such export, or none for us. */
        NO_SUCH_SHARE,
        /** Only the kernel's client can reach this share. */
        KERNEL_ONLY,
        DENIED,
        NO_SPACE,
        READ_ONLY,
        /** The place, or a directory on the way to it, is not there. */
        ABSENT,
        EXISTS,
        NOT_EMPTY,
        /** A link or a file stands where a directory has to be; links are never followed. */
        NOT_A_DIRECTORY,
        /** Source and target of a move are not on one file system. */
        OTHER_FILE_SYSTEM,
        /** Anything else; the text says what the server answered. */
        OTHER
    }

    private final Reason reason;

    public ShareFault(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    public ShareFault(Reason reason, String message, Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }

    public boolean is(Reason other) {
        return reason == other;
    }

    /** The same fault with the place named in front. */
    ShareFault at(String place) {
        return new ShareFault(reason, place + ": " + getMessage(), this);
    }

    @Override
    public String getMessage() {
        String message = super.getMessage();
        return message == null ? reason.name() : message;
    }
}
