package io.csi4j.provisioner.request;

/** The operations a storage class may name a secret for (contract 4.4). */
public enum SecretUse {
    PROVISIONER("provisioner", "csiProvisionerSecret"),
    CONTROLLER_PUBLISH("controller-publish", "csiControllerPublishSecret"),
    NODE_STAGE("node-stage", "csiNodeStageSecret"),
    NODE_PUBLISH("node-publish", "csiNodePublishSecret"),
    CONTROLLER_EXPAND("controller-expand", ""),
    NODE_EXPAND("node-expand", ""),
    CONTROLLER_MODIFY("controller-modify", "");

    /** Serves every operation that has no pair of its own. */
    static final String FALLBACK_NAME = ParameterKeys.PREFIX + "secret-name";

    static final String FALLBACK_NAMESPACE = ParameterKeys.PREFIX + "secret-namespace";

    private final String operation;
    private final String nameKey;
    private final String namespaceKey;
    private final String oldNameKey;
    private final String oldNamespaceKey;

    SecretUse(String operation, String oldKey) {
        this.operation = operation;
        nameKey = ParameterKeys.PREFIX + operation + "-secret-name";
        namespaceKey = ParameterKeys.PREFIX + operation + "-secret-namespace";
        oldNameKey = oldKey.isEmpty() ? nameKey : oldKey + "Name";
        oldNamespaceKey = oldKey.isEmpty() ? namespaceKey : oldKey + "Namespace";
    }

    /** For messages, e.g. {@code node-stage}. */
    String operation() {
        return operation;
    }

    String nameKey() {
        return nameKey;
    }

    String namespaceKey() {
        return namespaceKey;
    }

    /** Deprecated, still honoured and still passed to the driver; the usual key where there never was another. */
    String oldNameKey() {
        return oldNameKey;
    }

    String oldNamespaceKey() {
        return oldNamespaceKey;
    }
}
