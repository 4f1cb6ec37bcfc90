package io.csi4j.provisioner;

import io.csi4j.controller.api.KubeApi;
import io.csi4j.controller.api.KubeOptions;
import io.csi4j.controller.lease.Diagnostics;
import io.csi4j.controller.lease.Election;
import io.csi4j.controller.storage.InTree;
import io.csi4j.provisioner.claim.Setup;
import io.csi4j.provisioner.claim.TopologyRules;
import io.csi4j.provisioner.request.DriverFeatures;
import io.csi4j.provisioner.request.RequestRules;
import io.csi4j.provisioner.topology.OwnNode;
import io.csi4j.provisioner.volume.Driver;
import io.csi4j.provisioner.volume.VolumeRules;
import io.csi4j.sidecar.csi.ConnectOptions;
import io.csi4j.sidecar.csi.ControllerCalls;
import io.csi4j.sidecar.csi.DriverAddress;
import io.csi4j.sidecar.csi.DriverChannel;
import io.csi4j.sidecar.csi.GrpcText;
import io.csi4j.sidecar.csi.IdentityCalls;
import io.csi4j.sidecar.csi.NodeCalls;
import io.csi4j.sidecar.csi.OnLoss;
import io.csi4j.sidecar.csi.Outcome;
import io.csi4j.sidecar.http.HttpEndpoint;
import io.csi4j.sidecar.http.Routes;
import io.csi4j.sidecar.launch.Exit;
import io.csi4j.sidecar.launch.Interruption;
import io.csi4j.sidecar.launch.Shutdown;
import io.csi4j.sidecar.launch.StartupException;
import io.csi4j.sidecar.launch.Ticker;
import io.csi4j.sidecar.launch.Version;
import io.csi4j.sidecar.log.Log;
import io.csi4j.sidecar.metrics.MetricsRegistry;
import io.csi4j.sidecar.metrics.OperationMetrics;
import io.csi4j.spec.v1.PluginCapability;
import io.grpc.ClientInterceptor;
import io.grpc.Status;
import java.time.Duration;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** The start steps of contract 2.1, each with its exit code. */
final class Startup {
    private static final Log log = Log.of(Startup.class);

    /** Random part of the identity: upstream's range. */
    private static final int IDENTITY_RANGE = 10_000;

    private static final int MOST_TRIES = 5;
    private static final Duration BETWEEN_TRIES = Duration.ofSeconds(1);

    private final ProvisionerOptions options;

    Startup(ProvisionerOptions options) {
        this.options = options;
    }

    /** Step 2. */
    KubeApi apiServer() {
        var access = options.common().kube();
        return KubeApi.connect(unlimited().limitedAs(access));
    }

    private KubeOptions unlimited() {
        var access = options.common().kube();
        String named = options.place().kubeconfig();
        return KubeOptions.of(
                        named.isEmpty() ? access.kubeconfig() : named,
                        options.master(),
                        Provisioner.PROGRAM + "/" + Version.current())
                .withFaultExit(Exit.FATAL);
    }

    /**
     * The driver as steps 3 to 8 found it.
     *
     * @param node the only one we serve, null without node deployment
     * @param capacity null if none is published
     */
    record Met(
            DriverChannel channel,
            MetricsRegistry metrics,
            Driver driver,
            Setup.Rules rules,
            @Nullable OwnNode node,
            @Nullable CapacityStart capacity)
            implements AutoCloseable {
        @Override
        public void close() {
            if (capacity != null) {
                capacity.close();
            }
            channel.close();
        }
    }

    /** Steps 3 to 10; null if the program shall end meanwhile, which cuts every wait short. */
    @Nullable
    Met meetDriver(KubeApi kube, Shutdown shutdown) throws InterruptedException {
        return Interruption.unlessEnding(shutdown, () -> connectAndAsk(kube, shutdown));
    }

    private Met connectAndAsk(KubeApi kube, Shutdown shutdown) throws InterruptedException {
        Greeted greeted = greetKnowing(greet(OperationMetrics.Shape.sidecar(), "", shutdown), shutdown);
        try {
            Driver driver = askDriver(greeted);
            var rules = rules(kube, driver.features());
            OwnNode node = ownNode(greeted.channel());
            var capacity = CapacityStart.of(options, driver.features(), node, unlimited());
            return new Met(greeted.channel(), greeted.metrics(), driver, rules, node, capacity);
        } catch (InterruptedException | RuntimeException fault) {
            greeted.channel().close();
            throw fault;
        }
    }

    /** A driver that is ready and has told its name. */
    private record Greeted(DriverChannel channel, MetricsRegistry metrics, String name) {}

    /** Step 6: the metrics of a driver that took over from an in-tree plugin carry one label more. */
    private Greeted greetKnowing(Greeted first, Shutdown shutdown) throws InterruptedException {
        if (InTree.nameOf(first.name()).isEmpty()) {
            return first;
        }
        first.channel().close();
        return greet(OperationMetrics.Shape.sidecar().migrated(), first.name(), shutdown);
    }

    /**
     * Steps 3 to 5.
     *
     * @param known the driver's name if it was asked for already, else empty
     */
    private Greeted greet(OperationMetrics.Shape shape, String known, Shutdown shutdown) throws InterruptedException {
        var metrics = MetricsRegistry.ofThisProcess();
        var operations = new OperationMetrics(metrics, shape, Ticker.system());
        operations.driverName(known);
        DriverChannel channel = connect(shutdown, operations.client());
        try {
            var identity = new IdentityCalls(channel);
            Duration timeout = options.pace().timeout();
            identity.probeUntilReady(timeout, shutdown);
            String name = known.isEmpty() ? need("GetPluginInfo", () -> identity.driverName(timeout)) : known;
            operations.driverName(name);
            return new Greeted(channel, metrics, name);
        } catch (InterruptedException | RuntimeException fault) {
            channel.close();
            throw fault;
        }
    }

    /** Step 3. A lost connection ends the program: a restart reads name and capabilities anew. */
    private DriverChannel connect(Shutdown shutdown, ClientInterceptor metrics) {
        var address = DriverAddress.parse(options.common().csiAddress());
        var onLoss = OnLoss.exit(() -> shutdown.request(Exit.FAILURE));
        return DriverChannel.connect(
                address, ConnectOptions.standard().onLoss(onLoss).intercepted(metrics));
    }

    /** Step 7. */
    private Driver askDriver(Greeted greeted) throws InterruptedException {
        var identity = new IdentityCalls(greeted.channel());
        Duration timeout = options.pace().timeout();
        var services = need("GetPluginCapabilities", () -> identity.capabilities(timeout));
        var calls = new ControllerCalls(greeted.channel());
        var abilities = need("ControllerGetCapabilities", () -> calls.capabilities(timeout));
        log.v(1).info("driver found", "driver", greeted.name(), "services", services, "calls", abilities);
        return new Driver(new DriverFeatures(greeted.name(), services, abilities), calls, timeout);
    }

    /** Step 9. */
    private @Nullable OwnNode ownNode(DriverChannel channel) throws InterruptedException {
        if (!options.nodeDeployment().enabled()) {
            return null;
        }
        var calls = new NodeCalls(channel);
        var answer = need("NodeGetInfo", () -> calls.nodeInfo(options.pace().timeout()));
        var node = new OwnNode(
                options.place().node(), answer.getAccessibleTopology().getSegmentsMap());
        log.info("serving one node", "node", node.name(), "segments", node.segments());
        return node;
    }

    /** Asks a few times, as a driver may be slow or at its limit while everything on its node starts. */
    private static <T> T need(String call, Supplier<Outcome<T>> ask) throws InterruptedException {
        for (int tries = 1; ; tries++) {
            switch (ask.get()) {
                case Outcome.Done<T>(var value) -> {
                    return value;
                }
                case Outcome.Refused<T>(var why, var status) -> throw failed(call, status);
                case Outcome.Uncertain<T>(var status) -> {
                    if (Thread.interrupted()) {
                        throw new InterruptedException("interrupted while asking the driver");
                    }
                    if (tries == MOST_TRIES) {
                        throw failed(call, status);
                    }
                    log.warning("driver did not answer, asking again", "call", call, "reason", GrpcText.of(status));
                    Ticker.system().pause(BETWEEN_TRIES);
                }
            }
        }
    }

    private static StartupException failed(String call, Status status) {
        return new StartupException(Exit.FATAL, call + " failed: " + GrpcText.of(status));
    }

    /** Step 11: listens, leading or not; null if no address is set. */
    @Nullable
    HttpEndpoint diagnostics(MetricsRegistry registry, Election election) {
        var where = options.common().diagnostics();
        var routes = new Routes().metrics(where.metricsPath(), registry);
        return Diagnostics.serve(where, options.pprof() ? routes.pprof() : routes, election, Exit.FATAL);
    }

    /** Step 8, and what the flags and the driver's features come to. */
    private Setup.Rules rules(KubeApi kube, DriverFeatures driver) {
        var volumes = options.volumes();
        boolean attributesClasses = isServingAttributesClasses(kube);
        boolean topology = options.gates().enabled(ProvisionerOptions.TOPOLOGY)
                && driver.offers(PluginCapability.Service.Type.VOLUME_ACCESSIBILITY_CONSTRAINTS);
        String identity = Ticker.system().now().toEpochMilli() + "-"
                + RandomGenerator.getDefault().nextInt(IDENTITY_RANGE) + "-" + driver.name()
                + (options.nodeDeployment().enabled() ? "-" + options.place().node() : "");
        return new Setup.Rules(
                new RequestRules(
                        volumes.namePrefix(),
                        volumes.uuidLength(),
                        volumes.defaultFsType(),
                        volumes.extraCreateMetadata(),
                        attributesClasses),
                new TopologyRules(
                        topology,
                        options.topology().strict(),
                        options.topology().immediate()),
                new VolumeRules(driver.name(), identity, topology, volumes.publishReadonly(), attributesClasses));
    }

    /** Off by itself where the cluster does not have the kind, unless the user insists. */
    private boolean isServingAttributesClasses(KubeApi kube) {
        String gate = ProvisionerOptions.ATTRIBUTES_CLASS;
        if (!options.gates().enabled(gate) || options.gates().isSet(gate)) {
            return options.gates().enabled(gate);
        }
        return kube.isServing("storage.k8s.io", "v1", "volumeattributesclasses");
    }
}
