package io.csi4j.samples;

import com.google.gson.JsonObject;
import io.csi4j.controller.storage.CsiNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A CSINode in the making. Mutable. */
public final class CsiNodeSample {
    private final MetaSample meta = new MetaSample("", "node-1");
    private final List<CsiNode.Driver> others = new ArrayList<>();
    private List<String> topologyKeys = List.of();
    private String nodeId = "id-of-node-1";
    private boolean running = true;

    CsiNodeSample() {}

    public CsiNodeSample named(String name) {
        meta.named(name);
        nodeId = "id-of-" + name;
        return this;
    }

    public CsiNodeSample annotated(String key, String value) {
        meta.annotated(key, value);
        return this;
    }

    /** How the driver calls the node. */
    public CsiNodeSample nodeId(String wanted) {
        nodeId = wanted;
        return this;
    }

    public CsiNodeSample withTopology(String... keys) {
        topologyKeys = List.of(keys);
        return this;
    }

    /** Our driver does not run there. */
    public CsiNodeSample withoutDriver() {
        running = false;
        return this;
    }

    public CsiNodeSample withOther(String driver) {
        others.add(new CsiNode.Driver(driver, nodeId, List.of(), null));
        return this;
    }

    public CsiNode record() {
        List<CsiNode.Driver> drivers = new ArrayList<>(others);
        if (running) {
            drivers.add(new CsiNode.Driver(Samples.DRIVER, nodeId, topologyKeys, null));
        }
        return new CsiNode(meta.value(), drivers);
    }

    public JsonObject json() {
        List<Map<String, Object>> drivers =
                record().drivers().stream().map(CsiNodeSample::tree).toList();
        return Json.object("storage.k8s.io/v1", "CSINode", meta, Map.of("spec", Map.of("drivers", drivers)));
    }

    private static Map<String, Object> tree(CsiNode.Driver driver) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("name", driver.name());
        tree.put("nodeID", driver.nodeId());
        tree.put("topologyKeys", driver.topologyKeys());
        return tree;
    }
}
