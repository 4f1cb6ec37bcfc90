package io.csi4j.bench.cluster;

import java.util.function.Consumer;

/**
 * Fills a cluster with objects that stay as they are: its controller manager is stopped for good, and what it would have
 * written is written here. Mutable (how many there are), one thread.
 */
public final class Filling {
    /** Of the label and of what the driver says of each node; ten zones. */
    public static final String TOPOLOGY_KEY = "topology.bench.csi4j.io/zone";

    private static final int ZONES = 10;
    private static final int CALLERS = 32;
    private static final int TELL_EACH = 5_000;
    private static final String STATUS_BOUND = """
            {"status":{"phase":"Bound","accessModes":["ReadWriteOnce"],"capacity":{"storage":"1Gi"}}}""";
    private static final String VOLUME_BOUND = "{\"status\":{\"phase\":\"Bound\"}}";

    private final ApiClient api;
    private final String driver;
    private final String namespace;
    private final Consumer<String> progress;
    private int claims;
    private int volumes;
    private int nodes;

    private Filling(ApiClient api, String driver, String namespace, Consumer<String> progress) {
        this.api = api;
        this.driver = driver;
        this.namespace = namespace;
        this.progress = progress;
    }

    /** Begins with nothing of that driver but a class. */
    public static Filling of(Cluster cluster, String driver, Consumer<String> progress) {
        String namespace = cluster.freshNamespace();
        cluster.api().create(Objects.storageClass(namespace, driver));
        cluster.stopControllerManager();
        return new Filling(cluster.api(), driver, namespace, progress);
    }

    /** Adds claims with their volumes, both Bound, until there are so many. */
    public void claimsUpTo(int count) {
        int first = claims;
        Callers.run(CALLERS, count - first, i -> {
            String name = "pvc-" + (first + i);
            api.create(Objects.volume(name, driver, namespace, namespace));
            api.create(Objects.claim(namespace, name, namespace, name));
            api.patch(Objects.claimsOf(namespace) + "/" + name + "/status", STATUS_BOUND);
            api.patch(Objects.volumes() + "/" + name + "/status", VOLUME_BOUND);
            tell(first + i, count, "claims and volumes");
        });
        claims = count;
    }

    /** Adds volumes without claims, until there are so many. */
    public void volumesUpTo(int count) {
        int first = volumes;
        Callers.run(CALLERS, count - first, i -> {
            api.create(Objects.volume("foreign-" + (first + i), driver, namespace, namespace));
            tell(first + i, count, "volumes");
        });
        volumes = count;
    }

    /** Adds nodes with all that a kubelet says of one, which run the driver, until there are so many. */
    public void nodesUpTo(int count) {
        int first = nodes;
        Callers.run(CALLERS, count - first, i -> {
            String name = "node-" + (first + i);
            api.create(Objects.node(name, TOPOLOGY_KEY, "zone-" + (first + i) % ZONES));
            api.create(Objects.csiNode(name, driver, TOPOLOGY_KEY));
            tell(first + i, count, "nodes");
        });
        nodes = count;
    }

    private void tell(int index, int count, String what) {
        if (index % TELL_EACH == TELL_EACH - 1) {
            progress.accept("… " + (index + 1) + " of " + count + " " + what);
        }
    }
}
