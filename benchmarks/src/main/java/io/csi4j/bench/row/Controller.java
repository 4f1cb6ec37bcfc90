package io.csi4j.bench.row;

import io.csi4j.bench.cluster.Cluster;
import io.csi4j.bench.program.Side;
import io.csi4j.lab.Program;
import io.csi4j.spec.v1.ControllerServiceCapability.RPC;
import io.csi4j.testkit.driver.DriverTraits;
import io.csi4j.testkit.driver.FakeDriver;

/** How a controller sidecar is started against a cluster and the driver in memory. */
final class Controller {
    static final String PROVISIONER = "csi-provisioner";
    static final String ATTACHER = "csi-attacher";
    static final String RESIZER = "csi-resizer";

    private Controller() {}

    /** A driver of the side that answers at once to whatever a controller asks. */
    static FakeDriver driverOf(Side side) {
        return FakeDriver.start(traits(side.driverName()));
    }

    /** Of a driver that all three controllers have work with. */
    static DriverTraits traits(String name) {
        return DriverTraits.plain(name).with(RPC.Type.PUBLISH_UNPUBLISH_VOLUME, RPC.Type.EXPAND_VOLUME);
    }

    /** Upstream's defaults, but for the two places. */
    static Program.Plan plan(Ground ground, Cluster cluster, Side side, String program, String address) {
        return Program.plan(
                        side.name() + "'s " + program,
                        side.program(program),
                        ground.folder(program).resolve(side.name() + ".log"))
                .with("--csi-address=" + address, "--kubeconfig=" + cluster.kubeconfig());
    }
}
