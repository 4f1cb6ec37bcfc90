package io.csi4j.provisioner;

import io.csi4j.controller.api.Kinds;
import io.csi4j.controller.api.KubeApi;
import io.csi4j.controller.api.KubeOptions;
import io.csi4j.controller.api.Selector;
import io.csi4j.controller.storage.CsiNode;
import io.csi4j.controller.storage.Node;
import io.csi4j.controller.storage.ObjectKey;
import io.csi4j.controller.storage.Owner;
import io.csi4j.controller.watch.Change;
import io.csi4j.provisioner.capacity.CapacityRules;
import io.csi4j.provisioner.capacity.ManagedBy;
import io.csi4j.provisioner.capacity.Segments;
import io.csi4j.provisioner.capacity.upkeep.CapacityProbe;
import io.csi4j.provisioner.capacity.upkeep.OwnerSearch;
import io.csi4j.provisioner.capacity.upkeep.Upkeep;
import io.csi4j.provisioner.request.DriverFeatures;
import io.csi4j.provisioner.topology.OwnNode;
import io.csi4j.provisioner.topology.Term;
import io.csi4j.provisioner.volume.Driver;
import io.csi4j.sidecar.launch.Exit;
import io.csi4j.sidecar.launch.StartupException;
import io.csi4j.sidecar.log.Log;
import io.csi4j.spec.v1.ControllerServiceCapability.RPC;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the start finds out for the capacity objects (contract 2.1 step 10), and the wiring of their upkeep. */
final class CapacityStart implements AutoCloseable {
    private static final Log log = Log.of(CapacityStart.class);

    private final KubeApi kube;
    private final CapacityRules rules;
    private final @Nullable OwnNode node;
    private final ProvisionerOptions.Capacity options;

    private CapacityStart(
            KubeApi kube, CapacityRules rules, @Nullable OwnNode node, ProvisionerOptions.Capacity options) {
        this.node = node;
        this.kube = kube;
        this.rules = rules;
        this.options = options;
    }

    /**
     * Null if nothing is to be published, or the driver cannot say what.
     *
     * @param node the only one we serve, null for all
     * @throws StartupException with exit 255 if it is to be, but cannot
     */
    static @Nullable CapacityStart of(
            ProvisionerOptions options, DriverFeatures driver, @Nullable OwnNode node, KubeOptions unlimited) {
        var capacity = options.capacity();
        if (!capacity.enabled()) {
            return null;
        }
        requirePlace(options);
        if (!driver.can(RPC.Type.GET_CAPACITY)) {
            log.warning("no capacity is published: the driver does not know GetCapacity", "driver", driver.name());
            return null;
        }
        var kube = KubeApi.connect(unlimited.limitedTo(
                capacity.limit().perSecond(), capacity.limit().burst()));
        try {
            return new CapacityStart(kube, rules(options, driver, node, kube), node, capacity);
        } catch (RuntimeException fault) {
            kube.close();
            throw fault;
        }
    }

    private static void requirePlace(ProvisionerOptions options) {
        if (options.place().namespace().isEmpty()) {
            throw new StartupException(
                    Exit.FATAL, "--enable-capacity needs NAMESPACE in the environment: where the objects live");
        }
        if (options.capacity().ownerLevel() >= 0 && options.place().pod().isEmpty()) {
            throw new StartupException(
                    Exit.FATAL, "--enable-capacity needs POD_NAME in the environment, or --capacity-ownerref-level=-1");
        }
    }

    private static CapacityRules rules(
            ProvisionerOptions options, DriverFeatures driver, @Nullable OwnNode node, KubeApi kube) {
        var capacity = options.capacity();
        var place = options.place();
        Owner owner = capacity.ownerLevel() < 0
                ? null
                : new OwnerSearch(kube, place.namespace()).find(place.pod(), capacity.ownerLevel());
        CapacityProbe.run(kube, place.namespace());
        log.info("publishing capacity", "namespace", place.namespace(), "owner", owner);
        return new CapacityRules(
                driver.name(),
                node == null ? ManagedBy.CENTRAL : ManagedBy.node(node.name()),
                place.namespace(),
                owner,
                capacity.immediateBinding());
    }

    int threads() {
        return options.threads();
    }

    /** Keeps the objects for what the watches tell. */
    Upkeep upkeep(Watches watches, Driver driver, Upkeep.Queues queues) {
        var around = new Upkeep.Surroundings(kube, driver, watches.classes, () -> segments(watches, driver.name()));
        var upkeep = new Upkeep(around, rules, queues, options.pollInterval());
        watches.csiNodes.subscribe(change -> {
            if (isMoved(change, driver.name())) {
                upkeep.topologyChanged();
            }
        });
        watches.nodes.subscribe(change -> {
            if (isMoved(change)) {
                upkeep.topologyChanged();
            }
        });
        return upkeep;
    }

    private Set<Term> segments(Watches watches, String driver) {
        return node == null
                ? Segments.of(driver, watches.csiNodes.all(), name -> watches.nodes.get(ObjectKey.cluster(name)))
                : Set.of(Term.of(node.segments()));
    }

    void watch(Watches watches, Upkeep upkeep) {
        var ours = Selector.inNamespace(rules.namespace()).withLabels(rules.selector());
        watches.start(kube, Kinds.STORAGE_CAPACITIES, ours, upkeep.objects());
    }

    private static boolean isMoved(Change<CsiNode> change, String driver) {
        return switch (change) {
            case Change.Updated<CsiNode>(var before, var now) ->
                !now.driver(driver)
                        .map(CsiNode.Driver::topologyKeys)
                        .equals(before.driver(driver).map(CsiNode.Driver::topologyKeys));
            case Change.Added<CsiNode> _, Change.Deleted<CsiNode> _ -> true;
        };
    }

    private static boolean isMoved(Change<Node> change) {
        return switch (change) {
            case Change.Updated<Node>(var before, var now) -> !now.labels().equals(before.labels());
            case Change.Added<Node> _, Change.Deleted<Node> _ -> true;
        };
    }

    @Override
    public void close() {
        kube.close();
    }
}
