package io.csi4j.nfs.share.mounted;

import io.csi4j.nfs.child.ChildEnd;
import io.csi4j.nfs.share.ShareFault;
import io.csi4j.nfs.share.ShareFault.Reason;
import java.util.List;
import java.util.Locale;

/** What mount.nfs and the core utilities say in the C locale, as faults. Their text stays: users search for it. */
final class MountFault {
    private record Phrase(String text, Reason reason) {}

    private static final List<Phrase> OF_MOUNT = List.of(
            new Phrase("name or service not known", Reason.NO_SUCH_SERVER),
            new Phrase("failed to resolve server", Reason.NO_SUCH_SERVER),
            new Phrase("temporary failure in name resolution", Reason.NO_SUCH_SERVER),
            new Phrase("connection refused", Reason.UNREACHABLE),
            new Phrase("connection timed out", Reason.UNREACHABLE),
            new Phrase("no route to host", Reason.UNREACHABLE),
            new Phrase("unreachable", Reason.UNREACHABLE),
            new Phrase("access denied by server", Reason.DENIED),
            new Phrase("no such file or directory", Reason.NO_SUCH_SHARE));

    private static final List<Phrase> OF_TOOLS = List.of(
            new Phrase("no such file or directory", Reason.ABSENT),
            new Phrase("directory not empty", Reason.NOT_EMPTY),
            new Phrase("not a directory", Reason.NOT_A_DIRECTORY),
            new Phrase("cannot overwrite non-directory", Reason.EXISTS),
            new Phrase("file exists", Reason.EXISTS),
            new Phrase("permission denied", Reason.DENIED),
            new Phrase("operation not permitted", Reason.DENIED),
            new Phrase("no space left on device", Reason.NO_SPACE),
            new Phrase("disk quota exceeded", Reason.NO_SPACE),
            new Phrase("read-only file system", Reason.READ_ONLY),
            new Phrase("input/output error", Reason.UNREACHABLE),
            new Phrase("connection timed out", Reason.UNREACHABLE));

    private MountFault() {}

    /** The fault of a mount that ended with that code and output. */
    static ShareFault of(int code, String output) {
        return new ShareFault(reason(OF_MOUNT, output), "mount ended with code %d: %s".formatted(code, output));
    }

    /**
     * What a core utility wrote, if it did its work.
     *
     * @param tolerated the highest exit code that is no fault
     * @param what it was to do, for the fault
     */
    static String check(ChildEnd end, int tolerated, String what) throws ShareFault {
        return switch (end) {
            case ChildEnd.Exited(var code, var output) -> {
                if (code > tolerated) {
                    throw new ShareFault(reason(OF_TOOLS, output), what + ": " + output);
                }
                yield output;
            }
            case ChildEnd.Late(var why) -> throw new ShareFault(Reason.TIMED_OUT, what + ": " + why);
            case ChildEnd.NotStarted(var why) -> throw new ShareFault(Reason.OTHER, what + ": " + why);
        };
    }

    private static Reason reason(List<Phrase> phrases, String output) {
        String lower = output.toLowerCase(Locale.ROOT);
        return phrases.stream()
                .filter(phrase -> lower.contains(phrase.text()))
                .map(Phrase::reason)
                .findFirst()
                .orElse(Reason.OTHER);
    }
}
