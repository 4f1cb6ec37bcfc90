package io.csi4j.attacher;

import io.csi4j.attacher.attachment.Driver;
import io.csi4j.attacher.request.Abilities;
import io.csi4j.controller.api.KubeApi;
import io.csi4j.controller.api.KubeOptions;
import io.csi4j.controller.lease.Diagnostics;
import io.csi4j.controller.lease.Election;
import io.csi4j.controller.storage.InTree;
import io.csi4j.sidecar.csi.ConnectOptions;
import io.csi4j.sidecar.csi.ControllerCalls;
import io.csi4j.sidecar.csi.DriverAddress;
import io.csi4j.sidecar.csi.DriverChannel;
import io.csi4j.sidecar.csi.IdentityCalls;
import io.csi4j.sidecar.csi.OnLoss;
import io.csi4j.sidecar.http.HttpEndpoint;
import io.csi4j.sidecar.http.Routes;
import io.csi4j.sidecar.launch.Exit;
import io.csi4j.sidecar.launch.Interruption;
import io.csi4j.sidecar.launch.Shutdown;
import io.csi4j.sidecar.launch.Ticker;
import io.csi4j.sidecar.launch.Version;
import io.csi4j.sidecar.log.Log;
import io.csi4j.sidecar.metrics.MetricsRegistry;
import io.csi4j.sidecar.metrics.OperationMetrics;
import io.csi4j.spec.v1.PluginCapability.Service;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The start steps of contract 2.1, each with its exit code. */
final class Startup {
    private static final Log log = Log.of(Startup.class);

    /** For the driver's name, and for all its capabilities together: upstream's second is little on a busy node. */
    private static final Duration INTRODUCTION = Duration.ofSeconds(10);

    private final AttacherOptions options;

    Startup(AttacherOptions options) {
        this.options = options;
    }

    /** The last of step 1; sends nothing yet. */
    KubeApi apiServer() {
        var access = options.common().kube();
        return KubeApi.connect(KubeOptions.of(access.kubeconfig(), "", Attacher.PROGRAM + "/" + Version.current())
                .limitedAs(access));
    }

    /**
     * The driver as steps 2 to 5 found it.
     *
     * @param metrics with the durations of the calls to it
     */
    record Met(DriverChannel channel, String name, MetricsRegistry metrics) implements AutoCloseable {
        @Override
        public void close() {
            channel.close();
        }
    }

    /** Steps 2 to 5; null if the program shall end meanwhile, which cuts every wait short. */
    @Nullable
    Met meetDriver(Shutdown shutdown) throws InterruptedException {
        return Interruption.unlessEnding(shutdown, () -> {
            Met met = meet(OperationMetrics.Shape.sidecar(), "", shutdown);
            return InTree.nameOf(met.name()).isEmpty() ? met : meetAgain(met, shutdown);
        });
    }

    /** Step 5: the metrics of a driver that took over from an in-tree plugin carry one label more. */
    private Met meetAgain(Met met, Shutdown shutdown) throws InterruptedException {
        met.close();
        return meet(OperationMetrics.Shape.sidecar().migrated(), met.name(), shutdown);
    }

    /** @param known the driver's name if it was asked for already, else empty */
    private Met meet(OperationMetrics.Shape shape, String known, Shutdown shutdown) throws InterruptedException {
        var metrics = MetricsRegistry.ofThisProcess();
        var operations = new OperationMetrics(metrics, shape, Ticker.system());
        operations.driverName(known);
        DriverChannel channel = connect(operations, shutdown);
        try {
            var identity = new IdentityCalls(channel);
            identity.probeUntilReady(options.timeout(), shutdown);
            String name = known.isEmpty() ? identity.driverName(INTRODUCTION).need("GetPluginInfo") : known;
            operations.driverName(name);
            log.v(2).info("driver found", "driver", name);
            return new Met(channel, name, metrics);
        } catch (InterruptedException | RuntimeException fault) {
            channel.close();
            throw fault;
        }
    }

    /** Step 2. A lost connection ends the program: a restart reads name and capabilities anew. */
    private DriverChannel connect(OperationMetrics operations, Shutdown shutdown) {
        return DriverChannel.connect(
                DriverAddress.parse(options.common().csiAddress()),
                ConnectOptions.standard()
                        .onLoss(OnLoss.exit(() -> shutdown.request(Exit.FAILURE)))
                        .intercepted(operations.client())
                        .loggingAtMost(options.maxGrpcLogLength()));
    }

    /** Step 6: listens, leading or not; null if no address is set. */
    @Nullable
    HttpEndpoint diagnostics(MetricsRegistry registry, Election election) {
        var where = options.common().diagnostics();
        var routes = new Routes().metrics(where.metricsPath(), registry);
        return Diagnostics.serve(where, routes, election, Exit.FAILURE);
    }

    /** Steps 7 and 8; null if the program shall end meanwhile. */
    @Nullable
    Driver driver(Met met, Shutdown shutdown) throws InterruptedException {
        return Interruption.unlessEnding(shutdown, () -> {
            var calls = new ControllerCalls(met.channel());
            var abilities = abilities(met, calls);
            log.v(2).info("driver's abilities", "driver", met.name(), "abilities", abilities);
            return new Driver(met.name(), abilities, calls, options.timeout());
        });
    }

    /** Without a controller service there is nobody to ask for its calls. */
    private static Abilities abilities(Met met, ControllerCalls calls) {
        var ticker = Ticker.system();
        long deadline = ticker.nanoTime() + INTRODUCTION.toNanos();
        Set<Service.Type> services =
                new IdentityCalls(met.channel()).capabilities(INTRODUCTION).need("GetPluginCapabilities");
        if (!services.contains(Service.Type.CONTROLLER_SERVICE)) {
            return Abilities.NONE;
        }
        var left = Duration.ofNanos(deadline - ticker.nanoTime());
        return Abilities.of(services, calls.capabilities(left).need("ControllerGetCapabilities"));
    }
}
