package io.csi4j.sidecar.flags;

import io.csi4j.sidecar.log.LoggingOptions;
import io.csi4j.sidecar.log.LoggingOptions.Format;

/**
 * klog's own flags, which only the NFS plugin still has (contract nfs-plugin.md, section 1): {@code v} and
 * {@code vmodule} act; the others are accepted and have no effect, as all lines go to standard error.
 */
public final class KlogFlags {
    private static final String NO_EFFECT = "accepted without effect: all lines go to standard error";

    private final LogLevel level;

    private KlogFlags(Flags flags) {
        level = LogLevel.on(flags, Integer.MAX_VALUE);
        flags.bool("logtostderr", true, NO_EFFECT);
        flags.bool("alsologtostderr", false, NO_EFFECT);
        flags.bool("legacy_stderr_threshold_behavior", false, NO_EFFECT);
        flags.bool("skip_headers", false, NO_EFFECT);
        flags.bool("skip_log_headers", false, NO_EFFECT);
        flags.bool("add_dir_header", false, NO_EFFECT);
        flags.bool("one_output", false, NO_EFFECT);
        flags.text("log_dir", "", NO_EFFECT);
        flags.text("log_file", "", NO_EFFECT);
        flags.natural("log_file_max_size", 1800, NO_EFFECT);
        flags.text("stderrthreshold", "INFO", NO_EFFECT);
        flags.text("alsologtostderrthreshold", "", NO_EFFECT);
        flags.text("log_backtrace_at", "", NO_EFFECT);
    }

    /** Declares klog's flags. */
    public static KlogFlags on(Flags flags) {
        return new KlogFlags(flags);
    }

    /** What the flags ask for; always the text format. */
    public LoggingOptions options() {
        return new LoggingOptions(level.v().value().intValue(), level.vmodule().value(), Format.TEXT);
    }
}
