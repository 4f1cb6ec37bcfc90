package io.csi4j.resizer;

import io.csi4j.controller.api.KubeApi;
import io.csi4j.controller.api.KubeOptions;
import io.csi4j.controller.storage.InTree;
import io.csi4j.resizer.claim.Driver;
import io.csi4j.sidecar.csi.ConnectOptions;
import io.csi4j.sidecar.csi.ControllerCalls;
import io.csi4j.sidecar.csi.DriverAddress;
import io.csi4j.sidecar.csi.DriverChannel;
import io.csi4j.sidecar.csi.IdentityCalls;
import io.csi4j.sidecar.csi.NodeCalls;
import io.csi4j.sidecar.csi.OnLoss;
import io.csi4j.sidecar.launch.Exit;
import io.csi4j.sidecar.launch.Interruption;
import io.csi4j.sidecar.launch.Shutdown;
import io.csi4j.sidecar.launch.StartupException;
import io.csi4j.sidecar.launch.Ticker;
import io.csi4j.sidecar.launch.Version;
import io.csi4j.sidecar.log.Log;
import io.csi4j.sidecar.metrics.MetricsRegistry;
import io.csi4j.sidecar.metrics.OperationMetrics;
import io.csi4j.spec.v1.ControllerServiceCapability;
import io.csi4j.spec.v1.NodeServiceCapability;
import io.csi4j.spec.v1.PluginCapability;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The start steps of contract external-resizer.md, 2.1, each with its exit code. */
final class Startup {
    private static final Log log = Log.of(Startup.class);

    private final ResizerOptions options;

    Startup(ResizerOptions options) {
        this.options = options;
    }

    /** The way to the API server; each call has a limit of its own. */
    KubeApi apiServer() {
        var access = options.common().kube();
        var agent = Resizer.PROGRAM + "/" + Version.current();
        return KubeApi.connect(
                KubeOptions.of(access.kubeconfig(), options.master(), agent).limitedAs(access));
    }

    /** Off by itself where the cluster does not have the kind, unless the user insists (contract 1.1). */
    private boolean isServingClasses(KubeApi kube) {
        var gates = options.gates();
        if (gates.isSet(ResizerOptions.ATTRIBUTES_CLASS) || !gates.enabled(ResizerOptions.ATTRIBUTES_CLASS)) {
            return gates.enabled(ResizerOptions.ATTRIBUTES_CLASS);
        }
        return kube.isServing("storage.k8s.io", "v1", "volumeattributesclasses");
    }

    /**
     * The driver as steps 2 to 5 found it.
     *
     * @param modifies whether VolumeAttributesClasses are applied: the driver can, and the cluster has them
     */
    record Met(Link link, Driver driver, boolean modifies) implements AutoCloseable {
        MetricsRegistry metrics() {
            return link.metrics();
        }

        @Override
        public void close() {
            link.close();
        }
    }

    /** A connection to a driver that is ready, and the metrics with the calls on it. */
    record Link(DriverChannel channel, MetricsRegistry metrics, OperationMetrics operations) implements AutoCloseable {
        @Override
        public void close() {
            channel.close();
        }
    }

    /** Steps 1 (discovery) to 5; null if the program shall end meanwhile, which cuts every wait short. */
    @Nullable
    Met meetDriver(KubeApi kube, Shutdown shutdown) throws InterruptedException {
        return Interruption.unlessEnding(shutdown, () -> meet(isServingClasses(kube), shutdown));
    }

    private Met meet(boolean classes, Shutdown shutdown) throws InterruptedException {
        var first = connect(OperationMetrics.Shape.sidecar(), shutdown);
        String name = nameOn(first);
        if (InTree.nameOf(name).isEmpty()) {
            return ask(first, name, classes);
        }
        // Step 4: the metrics of a driver that took over from an in-tree plugin carry one label more.
        first.close();
        return ask(connect(OperationMetrics.Shape.sidecar().migrated(), shutdown), name, classes);
    }

    /** Steps 2 and 4. A lost connection ends the program: a restart reads name and capabilities anew. */
    private Link connect(OperationMetrics.Shape shape, Shutdown shutdown) throws InterruptedException {
        var metrics = MetricsRegistry.ofThisProcess();
        var operations = new OperationMetrics(metrics, shape, Ticker.system());
        var channel = DriverChannel.connect(
                DriverAddress.parse(options.common().csiAddress()),
                ConnectOptions.standard()
                        .onLoss(OnLoss.exit(() -> shutdown.request(Exit.FAILURE)))
                        .intercepted(operations.client()));
        var link = new Link(channel, metrics, operations);
        try {
            new IdentityCalls(channel).probeUntilReady(options.timeout(), shutdown);
            return link;
        } catch (InterruptedException | RuntimeException fault) {
            link.close();
            throw fault;
        }
    }

    private String nameOn(Link link) {
        try {
            return new IdentityCalls(link.channel())
                    .driverName(options.timeout())
                    .need("GetPluginInfo");
        } catch (StartupException fault) {
            link.close();
            throw fault;
        }
    }

    private Met ask(Link link, String name, boolean classes) {
        try {
            link.operations().driverName(name);
            Driver driver = askDriver(link.channel(), name);
            return new Met(link, driver, classes && driver.canModify());
        } catch (StartupException fault) {
            link.close();
            throw fault;
        }
    }

    private Driver askDriver(DriverChannel channel, String name) {
        var identity = new IdentityCalls(channel);
        var calls = new ControllerCalls(channel);
        Duration timeout = options.timeout();
        if (!identity.capabilities(timeout)
                .need("GetPluginCapabilities")
                .contains(PluginCapability.Service.Type.CONTROLLER_SERVICE)) {
            throw new StartupException(Exit.FAILURE, "driver " + name + " has no controller service");
        }
        var abilities = calls.capabilities(timeout).need("ControllerGetCapabilities");
        boolean onNode = !abilities.contains(ControllerServiceCapability.RPC.Type.EXPAND_VOLUME)
                && new NodeCalls(channel)
                        .capabilities(timeout)
                        .need("NodeGetCapabilities")
                        .contains(NodeServiceCapability.RPC.Type.EXPAND_VOLUME);
        var driver = new Driver(name, calls, timeout, abilities, onNode);
        if (!driver.resizes() && !driver.canModify()) {
            throw new StartupException(Exit.FATAL, "driver " + name + " can neither resize nor modify volumes");
        }
        log.info(
                "driver found",
                "driver",
                name,
                "expands",
                driver.canExpand(),
                "expandsOnNode",
                onNode,
                "modifies",
                driver.canModify());
        return driver;
    }
}
