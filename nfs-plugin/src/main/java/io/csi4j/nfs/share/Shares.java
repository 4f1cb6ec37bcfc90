package io.csi4j.nfs.share;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.csi4j.nfs.share.ShareFault.Reason;
import io.csi4j.sidecar.log.Log;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * Opens a share by the way that can serve it, and names server and share in every fault.
 *
 * <p>Direct is the first choice; options that only the kernel honours, and servers that turn the user-space client
 * away, choose the kernel mount by themselves, and the log says why.
 */
public final class Shares implements AutoCloseable {
    private static final Log LOG = Log.of(Shares.class);
    private static final int SERVERS_REMEMBERED = 1_000;
    private static final Duration VERDICT_HOLDS = Duration.ofMinutes(10);

    /** Options that say which version of NFS is spoken. */
    private static final Set<String> VERSION = Set.of("nfsvers", "vers", "minorversion", "v4", "v4.0", "v4.1", "v4.2");

    /** What is done on an open share. */
    @FunctionalInterface
    public interface Work<T> {
        T on(Share share) throws ShareFault;
    }

    private final Access access;
    private final Way direct;
    private final Way mounted;

    /** Shares whose server turned the direct way away, with its reason. */
    private final Cache<ShareTarget, String> kernelOnly = Caffeine.newBuilder()
            .maximumSize(SERVERS_REMEMBERED)
            .expireAfterWrite(VERDICT_HOLDS)
            .executor(Runnable::run)
            .build();

    public Shares(Access access, Way direct, Way mounted) {
        this.access = access;
        this.direct = direct;
        this.mounted = mounted;
    }

    /** The same for work that answers nothing. */
    @FunctionalInterface
    public interface Step {
        void on(Share share) throws ShareFault;
    }

    /** Opens a share, does the step on it and gives it back; a fault names server and share. */
    public void run(ShareTarget target, Budget budget, Step step) throws ShareFault {
        use(target, budget, share -> {
            step.on(share);
            return true;
        });
    }

    /** The same for work that answers something. */
    public <T> T use(ShareTarget target, Budget budget, Work<T> work) throws ShareFault {
        try (Share share = open(target, budget)) {
            return work.on(share);
        } catch (ShareFault fault) {
            throw fault.at(target.toString());
        }
    }

    private Share open(ShareTarget target, Budget budget) throws ShareFault {
        return switch (access) {
            case MOUNTED -> mounted.open(target, budget);
            case DIRECT -> openDirect(target, budget);
            case AUTO -> openEither(target, budget);
        };
    }

    private Share openDirect(ShareTarget target, Budget budget) throws ShareFault {
        Optional<String> option = target.options().kernelOnly();
        if (option.isPresent()) {
            throw new ShareFault(
                    Reason.KERNEL_ONLY,
                    "mount option " + option.get() + " needs a kernel mount, which is switched off");
        }
        return direct.open(target, budget);
    }

    private Share openEither(ShareTarget target, Budget budget) throws ShareFault {
        Optional<String> option = target.options().kernelOnly();
        if (option.isPresent()) {
            return openMounted(target, budget, "mount option " + option.get());
        }
        String verdict = kernelOnly.getIfPresent(target);
        if (verdict != null) {
            return openMounted(target, budget, verdict);
        }
        try {
            return direct.open(target, budget);
        } catch (ShareFault fault) {
            if (fault.is(Reason.KERNEL_ONLY)) {
                kernelOnly.put(target, fault.getMessage());
                return openMounted(target, budget, fault.getMessage());
            }
            if (fault.is(Reason.NO_SUCH_SHARE) && !target.options().names(VERSION)) {
                return openByOtherVersion(target, budget, fault);
            }
            throw fault;
        }
    }

    /**
     * Versions see different paths: where NFSv4 has a root of its own, mount.nfs finds the share by NFSv3, if no version
     * is asked for (contract 8.1). If it finds none either, the first answer is the one that helps.
     */
    private Share openByOtherVersion(ShareTarget target, Budget budget, ShareFault missing) throws ShareFault {
        try {
            Share share = openMounted(target, budget, missing.getMessage());
            kernelOnly.put(target, missing.getMessage());
            return share;
        } catch (ShareFault fault) {
            LOG.v(2).info("share is not there by another version either", "reason", fault.getMessage());
            throw missing;
        }
    }

    private Share openMounted(ShareTarget target, Budget budget, String why) throws ShareFault {
        LOG.v(2).info("share needs a kernel mount", "share", target.address().toString(), "reason", why);
        try {
            return mounted.open(target, budget);
        } catch (ShareFault fault) {
            throw new ShareFault(
                    fault.reason(), fault.getMessage() + " (mounted by the kernel because of: " + why + ")", fault);
        }
    }

    @Override
    public void close() {
        direct.close();
        mounted.close();
    }
}
