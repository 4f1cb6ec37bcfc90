package io.csi4j.nfs.share.direct;

import io.csi4j.nfs.share.ShareFault;
import io.csi4j.nfs.share.ShareFault.Reason;
import java.util.Arrays;
import java.util.Optional;

/** Answers of an NFSv4 server that mean something to us, {@code nfsstat4} of RFC 7531; others are faults as they are. */
enum Status {
    OK(0, Reason.OTHER),
    PERM(1, Reason.DENIED),
    NOENT(2, Reason.ABSENT),
    ACCESS(13, Reason.DENIED),
    EXIST(17, Reason.EXISTS),
    XDEV(18, Reason.OTHER_FILE_SYSTEM),
    NOTDIR(20, Reason.NOT_A_DIRECTORY),
    ISDIR(21, Reason.EXISTS),
    INVAL(22, Reason.OTHER),
    FBIG(27, Reason.NO_SPACE),
    NOSPC(28, Reason.NO_SPACE),
    ROFS(30, Reason.READ_ONLY),
    NAMETOOLONG(63, Reason.OTHER),
    NOTEMPTY(66, Reason.NOT_EMPTY),
    DQUOT(69, Reason.NO_SPACE),
    STALE(70, Reason.OTHER),
    BADHANDLE(10001, Reason.OTHER),
    SERVERFAULT(10006, Reason.OTHER),
    DELAY(10008, Reason.OTHER),
    EXPIRED(10011, Reason.OTHER),
    GRACE(10013, Reason.OTHER),
    FHEXPIRED(10014, Reason.OTHER),
    WRONGSEC(10016, Reason.KERNEL_ONLY),
    RESOURCE(10018, Reason.OTHER),
    MOVED(10019, Reason.KERNEL_ONLY),
    MINOR_VERS_MISMATCH(10021, Reason.KERNEL_ONLY),
    STALE_CLIENTID(10022, Reason.OTHER),
    STALE_STATEID(10023, Reason.OTHER),
    OLD_STATEID(10024, Reason.OTHER),
    BAD_STATEID(10025, Reason.OTHER),
    BAD_SEQID(10026, Reason.OTHER),
    SYMLINK(10029, Reason.NOT_A_DIRECTORY),
    BADOWNER(10039, Reason.OTHER);

    private final int number;
    private final Reason reason;

    Status(int number, Reason reason) {
        this.number = number;
        this.reason = reason;
    }

    static Optional<Status> of(int number) {
        return Arrays.stream(values()).filter(status -> status.number == number).findFirst();
    }

    static boolean isOk(int number) {
        return number == OK.number;
    }

    /** The server is busy or has just started: the same call later may do. */
    static boolean saysLater(int number) {
        return number == DELAY.number || number == GRACE.number;
    }

    /** The handle we began with means nothing any more: walk from the root again. */
    static boolean saysStale(int number) {
        return number == STALE.number || number == BADHANDLE.number || number == FHEXPIRED.number;
    }

    static boolean saysExists(int number) {
        return number == EXIST.number;
    }

    /** The server does not know the client, or numbers are out of sequence: begin as a new client. */
    static boolean saysForgotten(int number) {
        return number == EXPIRED.number || (number >= STALE_CLIENTID.number && number <= BAD_SEQID.number);
    }

    static boolean isAbsent(int number) {
        return number == NOENT.number;
    }

    /** The fault of an answer that is not OK, {@code what} being what was tried. */
    static ShareFault fault(int number, String what) {
        Optional<Status> status = of(number);
        String name = status.map(known -> "NFS4ERR_" + known).orElse("NFSv4 error " + number);
        return new ShareFault(status.map(known -> known.reason).orElse(Reason.OTHER), what + ": " + name);
    }

    /** The fault of an answer while the share was opened: what is missing then is the export. */
    static ShareFault exportFault(int number) {
        return switch (of(number).orElse(SERVERFAULT)) {
            case NOENT ->
                new ShareFault(Reason.NO_SUCH_SHARE, "the server has no such export for NFSv4 (NFS4ERR_NOENT)");
            case ACCESS, PERM ->
                new ShareFault(
                        Reason.DENIED,
                        "the server does not give us this export: "
                                + fault(number, "access").getMessage());
            case NOTDIR, SYMLINK ->
                new ShareFault(
                        Reason.KERNEL_ONLY, "the path of the export has a link in it, which is not followed here");
            case MINOR_VERS_MISMATCH ->
                new ShareFault(Reason.KERNEL_ONLY, "the server does not speak NFSv4.0 (NFS4ERR_MINOR_VERS_MISMATCH)");
            default -> fault(number, "opening the share");
        };
    }
}
