package io.csi4j.nfs.rpc;

import io.csi4j.nfs.share.ShareFault;
import io.grpc.Status.Code;

/** The gRPC code of each fault of a share: contract 8.1, where upstream answers Internal for all. */
public final class FaultCodes {
    private FaultCodes() {}

    /** The code a caller gets. */
    public static Code of(ShareFault.Reason reason) {
        return switch (reason) {
            // Nothing may be concluded about the volume: the caller repeats with the same arguments.
            case UNREACHABLE -> Code.UNAVAILABLE;
            case TIMED_OUT -> Code.DEADLINE_EXCEEDED;
            // Nothing was or will be done: these are final for the caller until somebody changes something.
            case NO_SUCH_SERVER, NO_SUCH_SHARE -> Code.NOT_FOUND;
            case DENIED -> Code.PERMISSION_DENIED;
            case NO_SPACE -> Code.RESOURCE_EXHAUSTED;
            case KERNEL_ONLY, READ_ONLY, NOT_A_DIRECTORY -> Code.FAILED_PRECONDITION;
            case ABSENT, EXISTS, NOT_EMPTY, OTHER_FILE_SYSTEM, OTHER -> Code.INTERNAL;
        };
    }

    /**
     * The refusal of an RPC that met this fault.
     *
     * @param what was being done, in front of the fault's own text
     */
    public static Refused refused(ShareFault fault, String what) {
        return new Refused(of(fault.reason()), what + ": " + fault.getMessage(), fault);
    }
}
