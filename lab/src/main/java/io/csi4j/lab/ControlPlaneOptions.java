package io.csi4j.lab;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How a control plane is started.
 *
 * @param featureGates by name, for the API server, the controller manager and the scheduler
 * @param apiServerArguments more flags for the API server, last on its command line
 * @param controllerQueriesPerSecond client limit of the controller manager; its own default of 20 bounds how fast claims
 *     are bound, 2000 takes the limit out of a measurement
 */
public record ControlPlaneOptions(
        Map<String, Boolean> featureGates, List<String> apiServerArguments, int controllerQueriesPerSecond) {
    private static final int CONTROLLER_MANAGER_DEFAULT = 20;
    private static final int UNBOUND = 2000;

    public ControlPlaneOptions {
        featureGates = Map.copyOf(featureGates);
        apiServerArguments = List.copyOf(apiServerArguments);
    }

    /**
     * Upstream's defaults, with the one alpha gate that keeps the other namespace in a claim's data source (KEP 3294):
     * without it the API server drops that field, and a test could not see that the provisioner refuses such a claim.
     */
    public static ControlPlaneOptions standard() {
        return new ControlPlaneOptions(
                Map.of("CrossNamespaceVolumeDataSource", true), List.of(), CONTROLLER_MANAGER_DEFAULT);
    }

    /** The same with one gate set. */
    public ControlPlaneOptions withGate(String gate, boolean enabled) {
        Map<String, Boolean> all = new LinkedHashMap<>(featureGates);
        all.put(gate, enabled);
        return new ControlPlaneOptions(all, apiServerArguments, controllerQueriesPerSecond);
    }

    /** The same with more flags for the API server. */
    public ControlPlaneOptions withApiServerArguments(String... more) {
        List<String> all = new ArrayList<>(apiServerArguments);
        all.addAll(List.of(more));
        return new ControlPlaneOptions(featureGates, all, controllerQueriesPerSecond);
    }

    /** The same with a controller manager whose client limit does not count. */
    public ControlPlaneOptions withoutControllerLimit() {
        return new ControlPlaneOptions(featureGates, apiServerArguments, UNBOUND);
    }
}
