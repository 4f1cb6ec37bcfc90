package io.csi4j.nfs.share;

import io.csi4j.nfs.volumeid.SharePath;
import java.util.List;
import java.util.Optional;

/**
 * An open share, for one operation of one thread, within the budget it was opened with.
 *
 * <p>No element of a path is followed if it is a link: such a path ends in {@code NOT_A_DIRECTORY}. Each call ends
 * within the budget, with {@code TIMED_OUT} or {@code UNREACHABLE} if the server does not answer; the other reasons are
 * named where a caller lives by them. A call that lost its answer may have been done: repeat, and read
 * {@code EXISTS} and {@code ABSENT} accordingly.
 */
public interface Share extends AutoCloseable {
    /** What stands there; empty if nothing does, or no directory on the way. */
    Optional<Found> look(SharePath path) throws ShareFault;

    /**
     * Makes one directory in one that is there: {@code EXISTS}, {@code ABSENT}.
     *
     * @param mode permission bits before any rule of the server
     */
    void makeDirectory(SharePath path, int mode) throws ShareFault;

    /** Sets permission, setgid, setuid and sticky bits of a directory. */
    void setMode(SharePath path, int mode) throws ShareFault;

    /** Renames; an empty directory at the target is replaced, else {@code EXISTS} or {@code NOT_EMPTY}. */
    void move(SharePath from, SharePath to) throws ShareFault;

    /** Removes a directory that must be empty: {@code ABSENT}, {@code NOT_EMPTY}. */
    void removeDirectory(SharePath path) throws ShareFault;

    /**
     * Removes whatever stands there, a directory with all that is in it; nothing there is no fault. Done in part if the
     * budget ends: call again.
     */
    void removeTree(SharePath path) throws ShareFault;

    /** Names in a directory, in no order, at most some hundreds; names that are not UTF-8 are left out. */
    List<String> someNames(SharePath path) throws ShareFault;

    /** Gives the share back; does not fail and does not wait longer than a few seconds. */
    @Override
    void close();
}
