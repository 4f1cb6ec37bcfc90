package io.csi4j.nfs.content;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.csi4j.nfs.share.Share;
import io.csi4j.nfs.share.ShareFault;
import io.csi4j.nfs.share.ShareFault.Reason;
import io.csi4j.nfs.share.VolumeDirectories;
import io.csi4j.nfs.volumeid.ShareAddress;
import io.csi4j.nfs.volumeid.SharePath;
import io.csi4j.sidecar.log.Log;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

/**
 * The hidden folder of a share in which things are made before they are put in their place: one folder for each name,
 * and in it one thing for each try. A new try first throws away what the ones before it left, the work of a plugin that
 * still runs somewhere included, which then fails to put it in place.
 */
final class WorkFolder {
    private static final Log LOG = Log.of(WorkFolder.class);
    private static final SharePath ROOT = SharePath.of(List.of(VolumeDirectories.WORK_FOLDER));
    private static final int OWNER_ONLY = 0700;
    private static final int TRIES = 5;

    /** Less than another plugin needs to take over from one that was killed. */
    private static final Duration ABSENCE_HOLDS = Duration.ofSeconds(5);

    private static final int SHARES_REMEMBERED = 1_000;

    private final VolumeDirectories directories;
    private final Supplier<String> tags;
    private final Cache<ShareAddress, Boolean> absent = Caffeine.newBuilder()
            .maximumSize(SHARES_REMEMBERED)
            .expireAfterWrite(ABSENCE_HOLDS)
            .executor(Runnable::run)
            .build();

    /** @param tags makes names, never the same twice */
    WorkFolder(VolumeDirectories directories, Supplier<String> tags) {
        this.directories = directories;
        this.tags = tags;
    }

    private static SharePath folder(String name) {
        return ROOT.child(name.replace("%", "%25").replace("/", "%2F"));
    }

    /** Where the thing of a new try goes; its folder is there and empty. */
    SharePath begin(Share share, String name) throws ShareFault {
        absent.invalidateAll();
        clear(share, name);
        SharePath folder = folder(name);
        for (int tried = 1; ; tried++) {
            try {
                make(share, ROOT);
                make(share, folder);
                return folder.child(tags.get());
            } catch (ShareFault fault) {
                // The empty root may have been removed by another job in between.
                if (!fault.is(Reason.ABSENT) || tried == TRIES) {
                    throw fault;
                }
            }
        }
    }

    private static void make(Share share, SharePath path) throws ShareFault {
        try {
            share.makeDirectory(path, OWNER_ONLY);
        } catch (ShareFault fault) {
            if (!fault.is(Reason.EXISTS)) {
                throw fault;
            }
        }
    }

    /** Throws away what earlier tries left. */
    void clear(Share share, String name) throws ShareFault {
        directories.discard(share, folder(name));
    }

    /** Whether there was no work at all on the share a moment ago, none of this plugin's included. */
    boolean isKnownAbsent(ShareAddress address) {
        return absent.getIfPresent(address) != null;
    }

    /** Removes all that is there under the name, which mostly is nothing. */
    void remove(Share share, String name, ShareAddress address) throws ShareFault {
        if (share.look(ROOT).isEmpty()) {
            absent.put(address, true);
            return;
        }
        if (share.look(folder(name)).isPresent()) {
            clear(share, name);
            end(share, name);
        }
    }

    /** After the thing was put in its place, or thrown away. */
    static void end(Share share, String name) {
        try {
            share.removeEmptyUpwards(folder(name));
        } catch (ShareFault fault) {
            LOG.v(4).info("work folder stays", "name", name, "reason", fault.getMessage());
        }
    }
}
