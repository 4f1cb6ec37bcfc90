package io.csi4j.bench.cluster;

/**
 * An object to create.
 *
 * @param collection path it is posted to
 */
public record ApiObject(String collection, String name, String json) {
    /** Path of the object itself. */
    public String path() {
        return collection + "/" + name;
    }
}
