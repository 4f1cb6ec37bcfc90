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

    // Written out, as keys are compared and hashed all the time: the methods a record gets by itself are put together
    // from method handles at run time, which C1 compiles badly.

    @Override
    public boolean equals(Object other) {
        return other instanceof ObjectKey key && name.equals(key.name) && namespace.equals(key.namespace);
    }

    @Override
    public int hashCode() {
        return 31 * namespace.hashCode() + name.hashCode();
    }

    /** {@code namespace/name}, or the bare name of a cluster object: the form of logs and events. */
    @Override
    public String toString() {
        return namespace.isEmpty() ? name : namespace + "/" + name;
    }
}
