package io.csi4j.controller.storage;

/**
 * Names one object of a kind.
 *
 * @param namespace empty for objects of the whole cluster
 */
public record ObjectKey(String namespace, String name) implements Comparable<ObjectKey> {
    /** The key of an object that lives in no namespace. */
    public static ObjectKey cluster(String name) {
        return new ObjectKey("", name);
    }

    @Override
    public int compareTo(ObjectKey other) {
        int byNamespace = namespace.compareTo(other.namespace);
        return byNamespace != 0 ? byNamespace : name.compareTo(other.name);
    }

    /** {@code namespace/name}, or the bare name of a cluster object: the form of logs and events. */
    @Override
    public String toString() {
        return namespace.isEmpty() ? name : namespace + "/" + name;
    }
}
