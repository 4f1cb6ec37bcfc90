package io.csi4j.nfs.share;

/** One way into a share. */
public interface Way extends AutoCloseable {
    /**
     * Opens a share within the budget.
     *
     * @throws ShareFault {@code UNREACHABLE}, {@code TIMED_OUT}, {@code NO_SUCH_SERVER}, {@code NO_SUCH_SHARE},
     *     {@code DENIED}, or {@code KERNEL_ONLY} if this way cannot serve the share but the kernel's client may
     */
    Share open(ShareTarget target, Budget budget) throws ShareFault;

    /** Gives back what is kept between operations; operations that run end with a fault. */
    @Override
    void close();
}
