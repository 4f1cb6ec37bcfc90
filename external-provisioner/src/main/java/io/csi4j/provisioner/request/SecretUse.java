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
    private final String oldKey;

    SecretUse(String operation, String oldKey) {
        this.operation = operation;
        this.oldKey = oldKey;
    }

    /** For messages, e.g. {@code node-stage}. */
    String operation() {
        return operation;
    }

    String nameKey() {
        return ParameterKeys.PREFIX + operation + "-secret-name";
    }

    String namespaceKey() {
        return ParameterKeys.PREFIX + operation + "-secret-namespace";
    }

    /** Deprecated, still honoured and still passed to the driver; a key nobody can use where there never was one. */
    String oldNameKey() {
        return oldKey.isEmpty() ? nameKey() : oldKey + "Name";
    }

    String oldNamespaceKey() {
        return oldKey.isEmpty() ? namespaceKey() : oldKey + "Namespace";
    }
}
