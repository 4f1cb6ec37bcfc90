package io.csi4j.sidecar.csi;

/** A call of the CSI services by its place in {@link CodeTable} and its name in logs and metrics. */
public enum CsiCall {
    GET_PLUGIN_INFO("Identity", "GetPluginInfo"),
    GET_PLUGIN_CAPABILITIES("Identity", "GetPluginCapabilities"),
    PROBE("Identity", "Probe"),

    CONTROLLER_GET_CAPABILITIES("Controller", "ControllerGetCapabilities"),
    CREATE_VOLUME("Controller", "CreateVolume"),
    DELETE_VOLUME("Controller", "DeleteVolume"),
    CONTROLLER_PUBLISH_VOLUME("Controller", "ControllerPublishVolume"),
    CONTROLLER_UNPUBLISH_VOLUME("Controller", "ControllerUnpublishVolume"),
    CONTROLLER_EXPAND_VOLUME("Controller", "ControllerExpandVolume"),
    CONTROLLER_MODIFY_VOLUME("Controller", "ControllerModifyVolume"),
    VALIDATE_VOLUME_CAPABILITIES("Controller", "ValidateVolumeCapabilities"),
    LIST_VOLUMES("Controller", "ListVolumes"),
    GET_CAPACITY("Controller", "GetCapacity"),
    CREATE_SNAPSHOT("Controller", "CreateSnapshot"),
    DELETE_SNAPSHOT("Controller", "DeleteSnapshot"),
    LIST_SNAPSHOTS("Controller", "ListSnapshots"),

    NODE_GET_INFO("Node", "NodeGetInfo"),
    NODE_GET_CAPABILITIES("Node", "NodeGetCapabilities");

    private final String fullName;

    CsiCall(String service, String method) {
        fullName = "/csi.v1." + service + "/" + method;
    }

    /** The path on the wire, {@code /csi.v1.Service/Method}: the value of the metrics label {@code method_name}. */
    public String fullName() {
        return fullName;
    }
}
