package io.csi4j.controller.api;

/**
 * Which objects of a kind to list and watch.
 *
 * @param namespace empty for all
 * @param labels label selector, for example {@code app=x}; empty for all
 * @param fields field selector, for example {@code spec.driver=y}; empty for all
 */
public record Selector(String namespace, String labels, String fields) {
    public static final Selector ALL = new Selector("", "", "");

    public static Selector inNamespace(String namespace) {
        return new Selector(namespace, "", "");
    }

    public Selector withLabels(String wanted) {
        return new Selector(namespace, wanted, fields);
    }
}
