package io.csi4j.e2e.cluster;

import io.csi4j.lab.ControlPlane;
import io.csi4j.lab.ControlPlaneOptions;
import io.csi4j.lab.Kubectl;
import io.csi4j.lab.LabCache;
import io.csi4j.lab.NfsExport;
import io.csi4j.lab.NfsServer;
import io.csi4j.lab.Program;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The NFS driver's controller half on a real control plane: API server, NFS server, {@code nfsplugin},
 * {@code csi-provisioner} and {@code csi-resizer} as processes of this machine.
 *
 * <p>The last two run with the arguments of {@code deploy/nfs/controller.yaml} and the rights of
 * {@code deploy/nfs/rbac.yaml}. Everything is written below the work folder; logs are in {@code log/} there.
 */
public final class NfsInstallation implements AutoCloseable {
    /** Name of the driver, and of the provisioner in storage classes. */
    public static final String DRIVER = "nfs.csi.k8s.io";

    /** What the NFS server calls its exported folder. */
    public static final String SHARE = "/share";

    private static final String NAMESPACE = "kube-system";
    private static final String ACCOUNT = "csi-nfs-controller-sa";

    private final ControlPlane controlPlane;
    private final NfsServer nfsServer;
    private final Path exported;
    private final Path socket;
    private final Program plugin;
    private final Program provisioner;
    private final Program resizer;

    private NfsInstallation(Builder parts) {
        controlPlane = parts.controlPlane;
        nfsServer = parts.nfsServer;
        exported = parts.exported;
        socket = parts.socket;
        plugin = parts.plugin;
        provisioner = parts.provisioner;
        resizer = parts.resizer;
    }

    /**
     * Starts all parts; the programs may still be connecting when this returns.
     *
     * @param workFolder made when absent; its path at most 80 bytes long, for the sockets in it
     */
    public static NfsInstallation start(LabCache cache, Path workFolder) {
        var builder = new Builder(workFolder.toAbsolutePath().normalize());
        try {
            return builder.start(cache);
        } catch (RuntimeException e) {
            builder.close();
            throw e;
        }
    }

    /** The control plane it runs on. */
    public ControlPlane controlPlane() {
        return controlPlane;
    }

    /** kubectl as the administrator. */
    public Kubectl kubectl() {
        return controlPlane.kubectl();
    }

    /** The NFS server that exports {@link #exported} as {@link #SHARE}. */
    public NfsServer nfsServer() {
        return nfsServer;
    }

    /** The folder behind the share. */
    public Path exported() {
        return exported;
    }

    /** The socket between the driver and the others. */
    public Path socket() {
        return socket;
    }

    /** {@code nfsplugin}. */
    public Program plugin() {
        return plugin;
    }

    /** {@code csi-provisioner}. */
    public Program provisioner() {
        return provisioner;
    }

    /** {@code csi-resizer}. */
    public Program resizer() {
        return resizer;
    }

    /** A storage class of the share with the given reclaim policy and binding mode. */
    public String storageClass(String name, String reclaimPolicy, String bindingMode) {
        return StoryManifests.storageClass(name, nfsServer.port(), SHARE, reclaimPolicy, bindingMode);
    }

    @Override
    public void close() {
        resizer.close();
        provisioner.close();
        plugin.close();
        nfsServer.close();
        controlPlane.close();
    }

    /** Holds the parts started so far, so that a start that fails half-way ends them. Mutable, one thread. */
    private static final class Builder {
        private final Path folder;
        private final Path exported;
        private final Path socket;
        private ControlPlane controlPlane;
        private NfsServer nfsServer;
        private Program plugin;
        private Program provisioner;
        private Program resizer;

        @SuppressWarnings("NullAway.Init") // start() sets the parts one after the other
        Builder(Path folder) {
            this.folder = folder;
            this.exported = folder.resolve("exported");
            this.socket = folder.resolve("csi.sock");
        }

        NfsInstallation start(LabCache cache) {
            Clone clone = Clone.own();
            nfsServer = startNfsServer();
            plugin = startPlugin(clone);
            controlPlane = ControlPlane.start(cache, folder.resolve("cluster"), ControlPlaneOptions.standard());
            Kubectl kubectl = controlPlane.kubectl();
            kubectl.apply(clone.manifest("nfs/rbac.yaml") + "---\n" + clone.manifest("nfs/csidriver.yaml"));
            Path kubeconfig = controlPlane.kubeconfigOf(NAMESPACE, ACCOUNT);
            provisioner = startProvisioner(clone, kubeconfig);
            resizer = startResizer(clone, kubeconfig);
            return new NfsInstallation(this);
        }

        private NfsServer startNfsServer() {
            try {
                Files.createDirectories(exported);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return NfsServer.start(folder.resolve("nfs"), NfsExport.of(SHARE, exported));
        }

        private Program startPlugin(Clone clone) {
            return Program.plan("nfsplugin", clone.program("nfsplugin"), log("nfsplugin"))
                    .with("-v=5", "--nodeid=controller", "--endpoint=unix://" + socket)
                    .with("--working-mount-dir=" + folder.resolve("mounts"))
                    .start();
        }

        private Program startProvisioner(Clone clone, Path kubeconfig) {
            return Program.plan("csi-provisioner", clone.program("csi-provisioner"), log("csi-provisioner"))
                    .with("-v=2", "--csi-address=" + socket, "--kubeconfig=" + kubeconfig)
                    .with("--leader-election", "--leader-election-namespace=" + NAMESPACE)
                    .with("--extra-create-metadata=true", "--feature-gates=VolumeAttributesClass=false")
                    .with("--timeout=1200s", "--retry-interval-max=30m")
                    .start();
        }

        private Program startResizer(Clone clone, Path kubeconfig) {
            return Program.plan("csi-resizer", clone.program("csi-resizer"), log("csi-resizer"))
                    .with("-csi-address=" + socket, "-v=2", "--kubeconfig=" + kubeconfig)
                    .with("-leader-election", "--leader-election-namespace=" + NAMESPACE)
                    .with("-handle-volume-inuse-error=false", "-feature-gates=VolumeAttributesClass=false")
                    .start();
        }

        private Path log(String program) {
            return folder.resolve("log").resolve(program + ".log");
        }

        void close() {
            closeIfStarted(resizer);
            closeIfStarted(provisioner);
            closeIfStarted(plugin);
            closeIfStarted(nfsServer);
            closeIfStarted(controlPlane);
        }

        private static void closeIfStarted(@Nullable AutoCloseable part) {
            if (part == null) {
                return;
            }
            try {
                part.close();
            } catch (Exception e) {
                throw new IllegalStateException("could not end a part of a failed start", e);
            }
        }
    }
}
