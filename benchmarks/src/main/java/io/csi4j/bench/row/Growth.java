package io.csi4j.bench.row;

import io.csi4j.bench.cluster.Filling;
import io.csi4j.bench.figure.Goal;
import io.csi4j.testkit.driver.DriverTraits;
import java.util.List;
import java.util.Map;

/** What there may be ever more of in a cluster, and what is measured of it. */
enum Growth {
    /** Bound claims of the driver, each with its volume. */
    CLAIMS("claims", "each controller started with so many bound claims and volumes of its driver") {
        @Override
        int[] full() {
            return new int[] {0, 1_000, 10_000, 50_000};
        }

        @Override
        void fill(Filling filling, int count) {
            filling.claimsUpTo(count);
        }

        @Override
        List<String> programs() {
            return Standing.PROGRAMS;
        }

        @Override
        DriverTraits driver() {
            return Controller.traits(Standing.DRIVER);
        }

        @Override
        Goal goal(String program, int count) {
            Double most = MOST.getOrDefault(program, Map.of()).get(count);
            return most == null ? Goal.NONE : Goal.atMost(most);
        }
    },

    /** Nodes that run the driver, which cares for topology; the resizer asks for no node. */
    NODES("nodes", "controllers of a driver with topology, started with so many nodes that run it") {
        @Override
        int[] full() {
            return new int[] {0, 1_000, 5_000};
        }

        @Override
        void fill(Filling filling, int count) {
            filling.nodesUpTo(count);
        }

        @Override
        List<String> programs() {
            return List.of(Controller.PROVISIONER, Controller.ATTACHER);
        }

        @Override
        DriverTraits driver() {
            return Controller.traits(Standing.DRIVER).at(Map.of(Filling.TOPOLOGY_KEY, "zone-0"));
        }

        @Override
        Goal goal(String program, int count) {
            return Goal.NONE;
        }
    };

    private static final int[] QUICK = {400};

    /** Megabytes at a number of claims, by program: issue 9. */
    private static final Map<String, Map<Integer, Double>> MOST = Map.of(
            Controller.PROVISIONER, Map.of(10_000, 115.0, 50_000, 160.0),
            Controller.ATTACHER, Map.of(10_000, 95.0, 50_000, 130.0),
            Controller.RESIZER, Map.of(10_000, 100.0, 50_000, 140.0));

    private final String things;
    private final String title;

    Growth(String things, String title) {
        this.things = things;
        this.title = title;
    }

    String things() {
        return things;
    }

    String title() {
        return title;
    }

    /** How many there are at each step, growing. */
    abstract int[] full();

    int[] quick() {
        return QUICK.clone();
    }

    /** Adds until there are so many. */
    abstract void fill(Filling filling, int count);

    /** Those that look at such objects. */
    abstract List<String> programs();

    abstract DriverTraits driver();

    /** For the resident memory. */
    abstract Goal goal(String program, int count);
}
