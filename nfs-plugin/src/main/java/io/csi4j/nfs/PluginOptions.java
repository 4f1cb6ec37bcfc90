package io.csi4j.nfs;

import io.csi4j.nfs.share.Access;
import io.csi4j.nfs.tar.ArchiveStyle;
import io.csi4j.nfs.volumeid.OnDelete;
import io.csi4j.nfs.volumeid.Permissions;
import io.csi4j.sidecar.csi.DriverAddress;
import io.csi4j.sidecar.flags.Flag;
import io.csi4j.sidecar.flags.Flags;
import io.csi4j.sidecar.flags.KlogFlags;
import io.csi4j.sidecar.launch.Exit;
import io.csi4j.sidecar.launch.StartupException;
import io.csi4j.sidecar.log.LoggingOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;

/**
 * The flags of {@code nfsplugin} (contract section 1). Two are ours: {@code controller-share-access} and
 * {@code lazy-unmount}.
 *
 * @param permissions default mode of volumes; 0 never changes one
 * @param workingDirectory parent of the controller's own mounts
 * @param onDelete text of the default policy, empty for delete
 * @param archiveStyle of new snapshots
 * @param usageKeptFor how long NodeGetVolumeStats answers from memory
 */
public record PluginOptions(
        DriverAddress endpoint,
        String nodeId,
        String driverName,
        Permissions permissions,
        Path workingDirectory,
        String onDelete,
        Duration usageKeptFor,
        boolean replacesArchives,
        ArchiveStyle archiveStyle,
        boolean compressesSnapshots,
        Access access,
        boolean unmountsLazily,
        LoggingOptions logging) {
    static final String USUAL_NAME = "nfs.csi.k8s.io";
    private static final int USUAL_MINUTES = 10;

    /**
     * Reads the command line.
     *
     * @throws StartupException with {@link Exit#USAGE} for a flag that is wrong, with {@link Exit#FATAL} for an endpoint
     *     that is
     */
    public static PluginOptions parse(String... arguments) {
        return new Table().options(arguments);
    }

    /** Whether the default policy names one that exists; any other text acts as delete. */
    boolean hasKnownPolicy() {
        return onDelete.isEmpty() || OnDelete.of(onDelete).isPresent();
    }

    /** The flags, declared in the order of the contract. */
    private static final class Table {
        private final Flags flags = new Flags("nfsplugin", "CSI driver for NFS");
        private final Flag<String> endpoint =
                flags.text("endpoint", "unix://tmp/csi.sock", "where to listen: unix://path or tcp://host:port");
        private final Flag<String> nodeId = flags.text("nodeid", "", "name of the node");
        private final Flag<String> driverName = flags.text("drivername", USUAL_NAME, "name of the driver");
        private final Flag<Long> permissions = flags.natural(
                "mount-permissions", 0, "mode of new volumes, octal only with a leading 0; 0 leaves it alone");
        private final Flag<String> workingDirectory =
                flags.text("working-mount-dir", "/tmp", "parent of the controller's own mounts");
        private final Flag<String> onDelete = flags.text(
                "default-ondelete-policy",
                "",
                "what happens to volumes whose class does not say: delete, retain, archive");
        private final Flag<Integer> usageMinutes = flags.integer(
                "vol-stats-cache-expire-in-minutes", USUAL_MINUTES, "minutes that usage figures are kept");
        private final Flag<Boolean> replacesArchives = flags.bool(
                "remove-archived-volume-path", false, "archiving drops an older archive of the same name first");
        private final Flag<Boolean> usesTar = flags.bool(
                "use-tar-command-in-snapshot", false, "make snapshots as tar does: hard links as links, not as copies");
        private final Flag<Boolean> compresses =
                flags.bool("enable-snapshot-compression", true, "compress new snapshots");
        private final Flag<String> access = flags.text(
                "controller-share-access", "auto", "how the controller reaches shares: auto, direct or mounted");
        private final Flag<Boolean> lazyUnmount =
                flags.bool("lazy-unmount", true, "let umount -l be the last resort for a dead server");
        private final KlogFlags klog = KlogFlags.on(flags);

        PluginOptions options(String... arguments) {
            flags.parse(arguments);
            return new PluginOptions(
                    Endpoint.parse(endpoint.value()),
                    nodeId.value(),
                    driverName.value(),
                    Permissions.of(permissions.value()),
                    Path.of(workingDirectory.value()),
                    onDelete.value(),
                    Duration.ofMinutes(usageMinutes.value() > 0 ? usageMinutes.value() : USUAL_MINUTES),
                    replacesArchives.value(),
                    usesTar.value() ? ArchiveStyle.LINKED : ArchiveStyle.PORTABLE,
                    compresses.value(),
                    access(),
                    lazyUnmount.value(),
                    klog.options());
        }

        private Access access() {
            try {
                return Access.valueOf(access.value().toUpperCase(Locale.ROOT));
            } catch (IllegalArgumentException e) {
                throw new StartupException(
                        Exit.USAGE,
                        "controller-share-access: need auto, direct or mounted, got '%s'".formatted(access.value()),
                        e);
            }
        }
    }
}
