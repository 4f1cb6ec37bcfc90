package io.csi4j.nfs.share;

import io.csi4j.nfs.tar.ArchiveStyle;
import io.csi4j.nfs.volumeid.SharePath;
import java.io.InputStream;
import java.io.OutputStream;
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
     * Removes a directory and those above it, from the lowest up, as far as they are empty directories; what is gone
     * already is no fault, and neither is one that has to stay.
     */
    void removeEmptyUpwards(SharePath path) throws ShareFault;

    /**
     * Removes what stands there unless it is a directory that holds something; nothing there is no fault.
     *
     * @return false if it is such a directory
     */
    boolean removeIfEmpty(SharePath path) throws ShareFault;

    /**
     * Removes whatever stands there, a directory with all that is in it; nothing there is no fault. Done in part if the
     * budget ends: call again.
     */
    void removeTree(SharePath path) throws ShareFault;

    /**
     * A file from its start; {@code ABSENT}, {@code EXISTS} if it is no file. Its faults are {@link StreamFault}s.
     * Closing it before its end is no fault.
     */
    InputStream readFile(SharePath path) throws ShareFault;

    /**
     * A new file, for its owner alone, in a directory that is there; one that stands there is replaced.
     *
     * <p>It is whole only after {@link FileTarget#complete}.
     */
    FileTarget newFile(SharePath path) throws ShareFault;

    /**
     * Writes a directory with all below it as a tar archive, the directory itself as {@code .}, without an end to what
     * it may hold. Links are kept as links; sockets are left out; what vanishes meanwhile may be missing, and a file
     * that is cut meanwhile is filled up with zeros, as GNU tar does.
     *
     * @param archive not closed; its faults pass through
     */
    void packTree(SharePath directory, OutputStream archive, ArchiveStyle style) throws ShareFault;

    /**
     * Makes what a tar archive holds below a directory that is there, with modes, owners and times, the directory's own
     * included. A file or link that stands in the way is replaced, what else is there stays. Nothing outside the
     * directory is touched, whatever the archive says: {@code OTHER} for one that tries, and for a broken one.
     *
     * @param archive read to its end, not closed
     */
    void unpackTree(SharePath directory, InputStream archive) throws ShareFault;

    /** Names in a directory, in no order, at most some hundreds; names that are not UTF-8 are left out. */
    List<String> someNames(SharePath path) throws ShareFault;

    /**
     * Names at the root of the share that begin so, in no order: all of them, or some hundreds at least. Names that are
     * not UTF-8 are left out.
     */
    List<String> rootNames(String beginning) throws ShareFault;

    /** Gives the share back; does not fail and does not wait longer than a few seconds. */
    @Override
    void close();
}
