package io.csi4j.nfs.content;

import io.csi4j.nfs.share.Budget;
import io.csi4j.nfs.share.Share;
import io.csi4j.nfs.share.ShareFault;
import io.csi4j.nfs.share.Shares;
import io.csi4j.nfs.share.VolumeDirectories;
import io.csi4j.nfs.volumeid.ShareAddress;
import io.csi4j.sidecar.launch.Ticker;
import java.time.Duration;
import java.util.function.Supplier;

/** What all jobs share: the shares, their hidden folders, the jobs themselves, and the time each has. */
public final class Workplace implements AutoCloseable {
    /** A job that takes longer will not end at all. */
    private static final Duration FOR_ONE_JOB = Duration.ofHours(24);
    /** How long a call waits for its job; what is small is done by then. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    /** What is left for the answer. */
    private static final int PART_FOR_ANSWER = 4;

    private final Shares shares;
    private final VolumeDirectories directories;
    private final Ticker ticker;
    private final WorkFolder workFolder;
    private final Jobs jobs = new Jobs();

    /** @param tags makes names, never the same twice */
    public Workplace(Shares shares, VolumeDirectories directories, Ticker ticker, Supplier<String> tags) {
        this.shares = shares;
        this.directories = directories;
        this.ticker = ticker;
        this.workFolder = new WorkFolder(directories, tags);
    }

    Shares shares() {
        return shares;
    }

    VolumeDirectories directories() {
        return directories;
    }

    WorkFolder workFolder() {
        return workFolder;
    }

    Jobs jobs() {
        return jobs;
    }

    Budget forOneJob() {
        return Budget.ofJob(FOR_ONE_JOB, ticker);
    }

    /** Builds something in a folder of the share; a build that fails is taken away, unless the share is out of reach. */
    @FunctionalInterface
    interface Build {
        void on(Share share) throws ShareFault;
    }

    void build(Share share, ShareAddress address, String name, Build build) throws ShareFault {
        try {
            build.on(share);
        } catch (ShareFault fault) {
            try {
                workFolder.remove(share, name, address);
            } catch (ShareFault later) {
                fault.addSuppressed(later);
            }
            throw fault;
        }
        WorkFolder.end(share, name);
    }

    Duration patience(Budget budget) {
        Duration left = budget.left();
        return budget.atMost(PATIENCE).compareTo(left) < 0 ? PATIENCE : left.minus(left.dividedBy(PART_FOR_ANSWER));
    }

    /** Ends the jobs. */
    @Override
    public void close() {
        jobs.close();
    }
}
