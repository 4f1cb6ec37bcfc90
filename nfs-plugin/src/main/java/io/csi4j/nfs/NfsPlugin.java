package io.csi4j.nfs;

import io.csi4j.nfs.child.Children;
import io.csi4j.nfs.content.Fills;
import io.csi4j.nfs.content.Snapshots;
import io.csi4j.nfs.content.Workplace;
import io.csi4j.nfs.controller.ControllerOptions;
import io.csi4j.nfs.controller.ControllerService;
import io.csi4j.nfs.node.NodeOptions;
import io.csi4j.nfs.node.NodeService;
import io.csi4j.nfs.rpc.CallTime;
import io.csi4j.nfs.rpc.ServerCallLog;
import io.csi4j.nfs.share.Access;
import io.csi4j.nfs.share.Shares;
import io.csi4j.nfs.share.VolumeDirectories;
import io.csi4j.nfs.share.Way;
import io.csi4j.nfs.share.direct.DirectWay;
import io.csi4j.nfs.share.mounted.MountedWay;
import io.csi4j.sidecar.csi.DriverAddress;
import io.csi4j.sidecar.csi.DriverServer;
import io.csi4j.sidecar.launch.Exit;
import io.csi4j.sidecar.launch.Launch;
import io.csi4j.sidecar.launch.Shutdown;
import io.csi4j.sidecar.launch.StartupException;
import io.csi4j.sidecar.launch.Ticker;
import io.csi4j.sidecar.launch.Version;
import io.csi4j.sidecar.log.Log;
import io.csi4j.sidecar.log.Logging;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/** The program {@code nfsplugin}, and a running driver for those who embed it. */
public final class NfsPlugin implements AutoCloseable {
    private static final Log LOG = Log.of(NfsPlugin.class);
    /** RPCs that run may end; a pod has 30 s by default, and what is cut off needs some of them. */
    private static final Duration DRAIN = Duration.ofSeconds(10);

    private static final int CHILDREN = 64;
    private static final int CHILDREN_PER_SERVER = 16;

    private final DriverServer server;
    private final Workplace workplace;
    private final VolumeDirectories directories;
    private final Children children;

    private NfsPlugin(DriverServer server, Workplace workplace, VolumeDirectories directories, Children children) {
        this.server = server;
        this.workplace = workplace;
        this.directories = directories;
        this.children = children;
    }

    public static void main(String[] arguments) {
        Launch.program("nfsplugin", arguments, NfsPlugin::run);
    }

    static Exit run(String... arguments) throws InterruptedException {
        PluginOptions options = PluginOptions.parse(arguments);
        Logging.configure(options.logging());
        Shutdown shutdown = Shutdown.onSignals();
        try (NfsPlugin plugin = start(options)) {
            LOG.info("listening", "address", plugin.address().toString());
            Exit exit = shutdown.await();
            LOG.info("shutting down");
            return exit;
        }
    }

    /**
     * Serves identity, controller and node until it is closed.
     *
     * @throws StartupException with {@link Exit#FATAL} if it cannot
     */
    public static NfsPlugin start(PluginOptions options) {
        announce(options);
        Ticker ticker = Ticker.system();
        Supplier<String> tags = () -> UUID.randomUUID().toString();
        var children = new Children(CHILDREN, CHILDREN_PER_SERVER);
        Shares shares = shares(options, ticker, children, tags);
        var directories = new VolumeDirectories(shares, ticker, tags);
        var workplace = new Workplace(shares, directories, ticker, tags);
        var time = new CallTime(ticker);
        var controller = new ControllerService(
                new ControllerOptions(options.permissions(), options.onDelete(), options.replacesArchives()),
                directories,
                new Snapshots(workplace, options.archiveStyle(), options.compressesSnapshots()),
                new Fills(workplace),
                time);
        var node = new NodeService(
                new NodeOptions(
                        options.nodeId(), options.permissions(), options.usageKeptFor(), options.unmountsLazily()),
                children,
                time);
        var identity = new IdentityService(options.driverName(), Version.current());
        try {
            DriverServer server =
                    DriverServer.listen(options.endpoint(), List.of(identity, controller, node), new ServerCallLog());
            return new NfsPlugin(server, workplace, directories, children);
        } catch (StartupException fault) {
            directories.close();
            children.close();
            throw new StartupException(Exit.FATAL, String.valueOf(fault.getMessage()), fault);
        }
    }

    private static void announce(PluginOptions options) {
        LOG.info("NFS driver", "driver", options.driverName(), "version", Version.current());
        if (options.nodeId().isEmpty()) {
            LOG.warning("flag nodeid is empty");
        }
        if (!options.hasKnownPolicy()) {
            LOG.warning("unknown default-ondelete-policy acts as delete", "policy", options.onDelete());
        }
    }

    private static Shares shares(PluginOptions options, Ticker ticker, Children children, Supplier<String> tags) {
        Way mounted = new MountedWay(options.workingDirectory(), children, tags);
        if (options.access() == Access.MOUNTED) {
            return new Shares(Access.MOUNTED, mounted, mounted);
        }
        Optional<DirectWay> direct = DirectWay.start(ticker);
        if (direct.isPresent()) {
            return new Shares(options.access(), direct.get(), mounted);
        }
        if (options.access() == Access.DIRECT) {
            throw new StartupException(
                    Exit.FATAL, "controller-share-access=direct needs the library libnfs.so.13 (Debian: libnfs13)");
        }
        LOG.warning("libnfs.so.13 (Debian: libnfs13) is not installed, the controller mounts shares instead");
        return new Shares(Access.MOUNTED, mounted, mounted);
    }

    /** Where it listens. */
    public DriverAddress address() {
        return server.address();
    }

    /** True while removed volumes are being emptied in the background. */
    public boolean isSweeping() {
        return directories.isSweeping();
    }

    /** Takes the socket away, lets RPCs end, then ends what is left: children, connections. */
    @Override
    public void close() {
        // First, as calls wait for jobs that may take hours.
        workplace.close();
        server.close(DRAIN);
        directories.close();
        children.close();
    }
}
